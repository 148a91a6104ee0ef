-- The key store: for each case and each category the key that its texts are sealed with, wrapped by a master key that
-- is not here either (rondom/core/kms.py). Run by the owner at every migrate; may be run again at any time.

-- The master keys in use. A keyset can only be added or stay in an epoch that stands here, so that an epoch whose row
-- could be taken away is one that nothing needs any more: its master key may be destroyed.
CREATE TABLE IF NOT EXISTS epoch (
    number integer PRIMARY KEY CHECK (number > 0),
    made_at timestamptz NOT NULL DEFAULT now()
);

-- What was destroyed keeps its row, without its key: so that it is not made again, and pages can say what happened.
CREATE TABLE IF NOT EXISTS keyset (
    case_id uuid NOT NULL,
    part smallint NOT NULL CHECK (part > 0),
    epoch integer REFERENCES epoch,
    wrapped bytea,
    made_at timestamptz NOT NULL DEFAULT now(),
    destroyed_at timestamptz,
    PRIMARY KEY (case_id, part),
    CHECK ((wrapped IS NULL) = (destroyed_at IS NOT NULL)),
    CHECK ((wrapped IS NULL) = (epoch IS NULL))
);
CREATE INDEX IF NOT EXISTS keyset_by_epoch ON keyset (epoch);

GRANT SELECT ON epoch, keyset TO rondom_app, rondom_worker;
GRANT INSERT (case_id, part, epoch, wrapped) ON keyset TO rondom_app;
-- The worker takes keys away and wraps them anew.
GRANT INSERT, DELETE ON epoch TO rondom_worker;
GRANT INSERT, UPDATE ON keyset TO rondom_worker;
