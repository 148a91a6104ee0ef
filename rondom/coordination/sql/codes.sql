-- "I have a coordinator": a professional anywhere types the code that a person gave them (docs/adr/0033). Nobody acts then;
-- these two functions are all that they can do, and each says the same whether or not the code exists.

-- Ask the coordinator for contact; gives the case when the code opened something, for the log alone. At most twenty wait at once.
CREATE FUNCTION contact_requested(digest_of text, key uuid, who text, place text, phone text, what text, receipt text) RETURNS uuid
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    INSERT INTO coordination_contactrequest (id, case_id, code_id, name_sealed, place_sealed, phone_sealed, about,
        receipt_digest, asked_at, ends_at, state)
    SELECT key, given.case_id, given.id, who, place, phone, what, receipt, now(), now() + interval '7 days', 'open'
    FROM coordination_contactcode given JOIN cases_case held ON held.id = given.case_id AND held.status <> 'closed'
    WHERE given.digest = digest_of AND given.ended_at IS NULL AND rondom_confirmed('guest')
        AND (SELECT count(*) FROM coordination_contactrequest other WHERE other.case_id = given.case_id
            AND other.state = 'open' AND other.ends_at > now()) < 20
    RETURNING case_id
$$;

-- Who coordinates, for who holds the receipt of a request that the coordinator said yes to.
CREATE FUNCTION contact_answered(receipt text) RETURNS TABLE (who text, place text, phone text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT person.display_name::text, organisation.name::text, organisation.phone::text
    FROM coordination_contactrequest asked
    JOIN cases_case held ON held.id = asked.case_id AND held.status <> 'closed'
    JOIN accounts_user person ON person.id = held.coordinator_id
    JOIN organisations_organisation organisation ON organisation.id = held.coordinator_organisation_id
    WHERE asked.receipt_digest = receipt AND asked.state = 'accepted' AND asked.ends_at > now() AND rondom_confirmed('guest')
$$;

REVOKE ALL ON FUNCTION contact_requested(text, uuid, text, text, text, text, text), contact_answered(text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION contact_requested(text, uuid, text, text, text, text, text), contact_answered(text) TO rondom_app;

-- Only the coordinator or who covers gives a code, ends it, and answers who asks; beside the rule.
CREATE FUNCTION i_steer(of_case uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT EXISTS (SELECT 1 FROM cases_case held WHERE held.id = of_case AND (held.coordinator_id = rondom_actor()
        OR EXISTS (SELECT 1 FROM coordination_cover cover WHERE cover.case_id = held.id
            AND cover.user_id = rondom_actor() AND cover.stands_for_id = held.coordinator_id
            AND cover.starts_at <= now() AND cover.ends_at > now())))
$$;
REVOKE ALL ON FUNCTION i_steer(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION i_steer(uuid) TO rondom_app;

CREATE POLICY given_by_who_steers ON coordination_contactcode AS RESTRICTIVE FOR INSERT TO rondom_app
    WITH CHECK (ended_at IS NULL AND i_steer(case_id));
CREATE POLICY ended_by_who_steers ON coordination_contactcode AS RESTRICTIVE FOR UPDATE TO rondom_app
    USING (i_steer(case_id));
CREATE POLICY answered_by_who_steers ON coordination_contactrequest AS RESTRICTIVE FOR UPDATE TO rondom_app
    USING (i_steer(case_id));
