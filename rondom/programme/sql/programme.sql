-- Everyone with an account reads what the programme does; its staff write it, the steering group decides.
CREATE FUNCTION i_hold(a_role text) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT EXISTS (SELECT 1 FROM organisations_membership WHERE user_id = rondom_actor() AND role = a_role
        AND starts_at <= now() AND (ends_at IS NULL OR ends_at > now()))
$$;
REVOKE ALL ON FUNCTION i_hold(text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION i_hold(text) TO rondom_app;

DO $$
DECLARE
    name text;
BEGIN
    FOREACH name IN ARRAY ARRAY['initiative', 'move', 'proposal', 'finding', 'agreement', 'officer', 'gathering',
        'registration', 'update', 'subscription', 'expert'] LOOP
        EXECUTE format('ALTER TABLE programme_%I ENABLE ROW LEVEL SECURITY', name);
        EXECUTE format('GRANT SELECT, INSERT ON programme_%I TO rondom_app', name);
    END LOOP;
END $$;

-- Public without an account: the roadmap, the coverage of municipalities. No row of these is about a person.
CREATE POLICY seen ON programme_initiative FOR SELECT TO rondom_app USING (true);
CREATE POLICY seen ON programme_move FOR SELECT TO rondom_app USING (true);
CREATE POLICY seen ON programme_agreement FOR SELECT TO rondom_app USING (true);
-- An update is public while it is published; before and after that it is for who works for the programme.
CREATE POLICY seen ON programme_update FOR SELECT TO rondom_app
    USING ((published_at IS NOT NULL AND withdrawn_at IS NULL) OR (SELECT i_hold('programme')));
-- The rest is for who has an account and works somewhere now.
CREATE POLICY seen ON programme_proposal FOR SELECT TO rondom_app USING ((SELECT my_organisations()) <> '{}');
CREATE POLICY seen ON programme_finding FOR SELECT TO rondom_app USING ((SELECT my_organisations()) <> '{}');
CREATE POLICY seen ON programme_officer FOR SELECT TO rondom_app USING ((SELECT my_organisations()) <> '{}');
CREATE POLICY seen ON programme_gathering FOR SELECT TO rondom_app USING ((SELECT my_organisations()) <> '{}');
CREATE POLICY seen ON programme_registration FOR SELECT TO rondom_app USING ((SELECT my_organisations()) <> '{}');
-- A subscription is one's own. The pool of experts by experience is for who works for the programme, and nobody else.
CREATE POLICY seen ON programme_subscription FOR SELECT TO rondom_app USING (user_id = (SELECT rondom_actor()));
CREATE POLICY seen ON programme_expert FOR SELECT TO rondom_app USING ((SELECT i_hold('programme')));

CREATE POLICY added ON programme_initiative FOR INSERT TO rondom_app WITH CHECK ((SELECT i_hold('programme')));
CREATE POLICY changed ON programme_initiative FOR UPDATE TO rondom_app
    USING ((SELECT i_hold('programme')) OR (SELECT i_hold('steering_group')));
GRANT UPDATE (title, goal, impact, cells, parties, others, follows_id, starts_on, ends_on, stage, moved_at, changed_at,
    changed_by_id) ON programme_initiative TO rondom_app;
CREATE POLICY added ON programme_move FOR INSERT TO rondom_app
    WITH CHECK (by_id = (SELECT rondom_actor()) AND ((SELECT i_hold('programme')) OR (SELECT i_hold('steering_group'))));
CREATE POLICY added ON programme_proposal FOR INSERT TO rondom_app
    WITH CHECK (proposed_by_id = (SELECT rondom_actor()) AND decided_at IS NULL AND (SELECT i_hold('programme')));
CREATE POLICY changed ON programme_proposal FOR UPDATE TO rondom_app
    USING (decided_at IS NULL AND proposed_by_id <> (SELECT rondom_actor()) AND (SELECT i_hold('steering_group')))
    WITH CHECK (decided_by_id = (SELECT rondom_actor()));
GRANT UPDATE (outcome, reason, co_owners, next_step, next_on, decided_at, decided_by_id) ON programme_proposal TO rondom_app;

CREATE POLICY added ON programme_finding FOR INSERT TO rondom_app
    WITH CHECK (written_by_id = (SELECT rondom_actor()) AND organisation_id = ANY ((SELECT my_organisations())::uuid[]));
CREATE POLICY changed ON programme_finding FOR UPDATE TO rondom_app
    USING (taken_back_at IS NULL AND (SELECT my_organisations()) <> '{}')
    WITH CHECK (settled_by_id = (SELECT rondom_actor()));
GRANT UPDATE (answer, settled_at, settled_by_id) ON programme_finding TO rondom_app;
-- The words of a finding are its writer's: nobody changes them, and they go when it is taken back.
CREATE FUNCTION take_back_finding(of_finding uuid) RETURNS boolean
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    UPDATE programme_finding SET text = '', answer = '', taken_back_at = now() WHERE id = of_finding
        AND taken_back_at IS NULL AND (written_by_id = rondom_actor() OR i_hold('programme'));
    RETURN FOUND;
END $$;
REVOKE ALL ON FUNCTION take_back_finding(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION take_back_finding(uuid) TO rondom_app;

CREATE POLICY added ON programme_agreement FOR INSERT TO rondom_app WITH CHECK ((SELECT i_hold('programme')));
CREATE POLICY changed ON programme_agreement FOR UPDATE TO rondom_app USING ((SELECT i_hold('programme')));
GRANT UPDATE (kind, title, about, municipalities, parties, others, starts_on, ends_on, evaluate_on, evaluation, evaluated_at,
    evaluated_by_id, changed_at, changed_by_id) ON programme_agreement TO rondom_app;

CREATE POLICY added ON programme_officer FOR INSERT TO rondom_app
    WITH CHECK (organisation_id = ANY ((SELECT i_manage())::uuid[]) OR (SELECT i_am_administrator()));
CREATE POLICY changed ON programme_officer FOR UPDATE TO rondom_app
    USING (organisation_id = ANY ((SELECT i_manage())::uuid[]) OR (SELECT i_am_administrator()));
GRANT UPDATE (ends_at) ON programme_officer TO rondom_app;

CREATE POLICY added ON programme_gathering FOR INSERT TO rondom_app WITH CHECK ((SELECT i_hold('programme')));
-- Who registers locks the gathering, so that the last seat is given once; of its columns only the programme changes any.
CREATE POLICY changed ON programme_gathering FOR UPDATE TO rondom_app
    USING ((SELECT my_organisations()) <> '{}') WITH CHECK ((SELECT i_hold('programme')));
GRANT UPDATE (kind, title, about, place, material, starts_at, ends_at, seats, changed_at, changed_by_id, others_present, held_at,
    held_by_id, cancelled_at, cancelled_by_id, why_cancelled) ON programme_gathering TO rondom_app;
CREATE POLICY added ON programme_registration FOR INSERT TO rondom_app
    WITH CHECK (user_id = (SELECT rondom_actor()) AND present IS NULL);
CREATE POLICY changed ON programme_registration FOR UPDATE TO rondom_app
    USING (user_id = (SELECT rondom_actor()) OR (SELECT i_hold('programme')))
    WITH CHECK (present IS NULL OR (SELECT i_hold('programme')));
GRANT UPDATE (at, withdrawn_at, present) ON programme_registration TO rondom_app;

CREATE POLICY added ON programme_update FOR INSERT TO rondom_app
    WITH CHECK (written_by_id = (SELECT rondom_actor()) AND (SELECT i_hold('programme')));
CREATE POLICY changed ON programme_update FOR UPDATE TO rondom_app USING ((SELECT i_hold('programme')));
GRANT UPDATE (title, text, initiative_id, written_at, written_by_id, published_at, published_by_id, withdrawn_at, withdrawn_by_id)
    ON programme_update TO rondom_app;

CREATE POLICY added ON programme_expert FOR INSERT TO rondom_app
    WITH CHECK (added_by_id = (SELECT rondom_actor()) AND (SELECT i_hold('programme')));
CREATE POLICY changed ON programme_expert FOR UPDATE TO rondom_app USING ((SELECT i_hold('programme')));
GRANT UPDATE (sealed, groups, agreed_on, until, added_at, added_by_id) ON programme_expert TO rondom_app;
-- Nobody deletes here but by these functions, each for one kind of row.
CREATE FUNCTION erase_expert(of_expert uuid) RETURNS boolean
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF NOT i_hold('programme') THEN
        RAISE EXCEPTION 'only who works for the programme erases' USING ERRCODE = 'insufficient_privilege';
    END IF;
    DELETE FROM programme_expert WHERE id = of_expert;
    RETURN FOUND;
END $$;
REVOKE ALL ON FUNCTION erase_expert(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION erase_expert(uuid) TO rondom_app;

-- Mail. Links in it are signed by the application, which says so (rondom_confirmed); no account is needed to stop.
CREATE POLICY added ON programme_subscription FOR INSERT TO rondom_app
    WITH CHECK (user_id = (SELECT rondom_actor()) AND confirmed_at IS NULL);
CREATE FUNCTION confirm_subscription(of_subscription uuid) RETURNS boolean
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF NOT rondom_confirmed('programme mail') THEN
        RAISE EXCEPTION 'only a link in a mail confirms' USING ERRCODE = 'insufficient_privilege';
    END IF;
    UPDATE programme_subscription SET confirmed_at = coalesce(confirmed_at, now()) WHERE id = of_subscription;
    RETURN FOUND;
END $$;
CREATE FUNCTION end_subscription(of_subscription uuid) RETURNS boolean
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    DELETE FROM programme_subscription WHERE id = of_subscription
        AND (rondom_confirmed('programme mail') OR user_id = rondom_actor());
    RETURN FOUND;
END $$;
REVOKE ALL ON FUNCTION confirm_subscription(uuid), end_subscription(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION confirm_subscription(uuid), end_subscription(uuid) TO rondom_app;

-- The worker learns whom to tell, one at a time, and what was published since; of who they are it learns nothing else.
CREATE FUNCTION next_digest(before timestamptz, tried uuid[]) RETURNS TABLE (of_subscription uuid, sealed text, tongue text, place text,
    since timestamptz)
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT id, sealed_address, language, origin, told_until FROM programme_subscription reader
    WHERE confirmed_at IS NOT NULL AND told_until < before AND id <> ALL (tried) AND EXISTS (SELECT 1 FROM programme_update news
        WHERE news.published_at > reader.told_until AND news.published_at <= before AND news.withdrawn_at IS NULL)
    ORDER BY told_until, id LIMIT 1 FOR UPDATE SKIP LOCKED
$$;
CREATE FUNCTION news_between(since timestamptz, until timestamptz) RETURNS TABLE (of_update uuid, heading text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT id, title FROM programme_update WHERE published_at > since AND published_at <= until AND withdrawn_at IS NULL
    ORDER BY published_at
$$;
CREATE FUNCTION digest_done(of_subscription uuid, until timestamptz) RETURNS void
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    UPDATE programme_subscription SET told_until = until WHERE id = of_subscription
$$;
CREATE FUNCTION forget_unconfirmed(before timestamptz) RETURNS integer
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    gone integer;
BEGIN
    DELETE FROM programme_subscription WHERE confirmed_at IS NULL AND asked_at < before;
    GET DIAGNOSTICS gone = ROW_COUNT;
    RETURN gone;
END $$;
REVOKE ALL ON FUNCTION next_digest(timestamptz, uuid[]), news_between(timestamptz, timestamptz), digest_done(uuid, timestamptz),
    forget_unconfirmed(timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION next_digest(timestamptz, uuid[]), news_between(timestamptz, timestamptz), digest_done(uuid, timestamptz),
    forget_unconfirmed(timestamptz) TO rondom_worker;
