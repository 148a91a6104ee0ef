-- Tokens of other systems: seen at the door, by whose account they act through and by who manages them; made by a manager who just showed who they are.
ALTER TABLE organisations_token ENABLE ROW LEVEL SECURITY;
GRANT SELECT, INSERT ON organisations_token TO rondom_app;
CREATE POLICY seen ON organisations_token FOR SELECT TO rondom_app
    USING ((SELECT rondom_confirmed('door')) OR user_id = (SELECT rondom_actor())
        OR organisation_id = ANY ((SELECT i_manage())::uuid[]) OR (SELECT i_am_administrator()));
CREATE POLICY added ON organisations_token FOR INSERT TO rondom_app
    WITH CHECK (organisation_id = ANY ((SELECT i_manage())::uuid[]) AND made_by_id = (SELECT rondom_actor())
        AND (SELECT rondom_confirmed('make token')) AND revoked_at IS NULL
        AND EXISTS (SELECT 1 FROM organisations_membership member WHERE member.user_id = organisations_token.user_id
            AND member.organisation_id = organisations_token.organisation_id
            AND member.role IN ('professional', 'coordinator')
            AND member.starts_at <= now() AND (member.ends_at IS NULL OR member.ends_at > now())));
-- What was taken back stays so.
CREATE POLICY revoked ON organisations_token FOR UPDATE TO rondom_app
    USING (revoked_at IS NULL AND (organisation_id = ANY ((SELECT i_manage())::uuid[]) OR (SELECT i_am_administrator())))
    WITH CHECK (revoked_by_id = (SELECT rondom_actor()));
CREATE POLICY shown ON organisations_token FOR UPDATE TO rondom_app
    USING (revoked_at IS NULL AND (SELECT rondom_confirmed('door')))
    WITH CHECK (revoked_at IS NULL AND (SELECT rondom_confirmed('door')));
GRANT UPDATE (revoked_at, revoked_by_id, used_at, minute_at, minute_count) ON organisations_token TO rondom_app;
