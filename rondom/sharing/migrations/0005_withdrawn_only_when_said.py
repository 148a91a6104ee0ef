from django.db import migrations

# Whoever may note what the person says ends what rests on it, and no more: a yes that was withdrawn, or a no to this
# kind of organisation.
WITHDRAWN = """
DROP POLICY withdrawn ON cases_grant;
CREATE POLICY withdrawn ON cases_grant FOR UPDATE TO rondom_app
    USING (revoked_at IS NULL AND basis <> 'registration' AND my_categories(case_id) & 2 = 2 AND EXISTS (
        SELECT 1 FROM sharing_consent said JOIN organisations_organisation receiver ON receiver.kind = said.receiver_kind
        WHERE said.case_id = cases_grant.case_id AND receiver.id = cases_grant.organisation_id
            AND (NOT said.given OR (said.id = cases_grant.consent_id AND said.withdrawn_at IS NOT NULL))))
    WITH CHECK (revoked_at <= now() AND revoked_by_id = (SELECT rondom_actor()));
"""


class Migration(migrations.Migration):
    dependencies = [("sharing", "0004_sealed")]
    operations = [migrations.RunSQL(WITHDRAWN, migrations.RunSQL.noop)]
