-- Referrals are counted by whoever refers, without saying whom; only the editor reads the counts, and nobody changes them.
ALTER TABLE landscape_referred ENABLE ROW LEVEL SECURITY;
CREATE POLICY counted ON landscape_referred FOR INSERT TO rondom_app
    WITH CHECK ((SELECT my_organisations()) <> '{}' AND month BETWEEN (now() - interval '32 days')::date AND (now() + interval '1 day')::date);
CREATE POLICY seen ON landscape_referred FOR SELECT TO rondom_app USING ((SELECT i_edit_landscape()));
GRANT SELECT, INSERT ON landscape_referred TO rondom_app;
