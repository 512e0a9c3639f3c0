use crate::storage::sql::Dialect;

/// Tables of what is done when nobody waits, and of what happened to objects.
pub(super) fn statements(dialect: Dialect) -> Vec<String> {
    let (text, bytes) = (dialect.text_type(), dialect.bytes_type());
    let tables = [
        // Jobs, turns of schedules, and events that are to be told: all that runs for somebody later.
        "job (id TEXT PRIMARY KEY, kind TEXT NOT NULL, service TEXT NOT NULL, name TEXT NOT NULL, about TEXT NOT NULL, \
         sequence bigint NOT NULL, actor_kind TEXT NOT NULL, actor TEXT NOT NULL, shares TEXT NOT NULL, \
         input BYTES NOT NULL, key TEXT NOT NULL, state TEXT NOT NULL, attempt bigint NOT NULL, \
         due_ms bigint NOT NULL, set_ms bigint NOT NULL, lease_until_ms bigint NOT NULL, holder TEXT NOT NULL, \
         created_ms bigint NOT NULL, error TEXT NOT NULL)",
        // The one row that every claim changes first: claims of one association come one after the other.
        "job_turn (id bigint PRIMARY KEY, taken bigint NOT NULL)",
        // How many events an object had. Locked by whoever adds or ends one: its events have one order.
        "event_count (object TEXT PRIMARY KEY, last bigint NOT NULL)",
        // A cursor, when a turn is under way: the last object that has its job.
        "schedule (service TEXT NOT NULL, name TEXT NOT NULL, rhythm TEXT NOT NULL, due_ms bigint NOT NULL, \
         cursor TEXT, PRIMARY KEY (service, name))",
    ];
    let tables = tables.map(|table| table.replace("TEXT", text).replace("BYTES", bytes));
    let tables = tables.map(|table| format!("CREATE TABLE IF NOT EXISTS {table}"));
    let indexes = [
        "INDEX IF NOT EXISTS job_by_due ON job (service, state, due_ms, id)",
        "INDEX IF NOT EXISTS job_by_state ON job (state, created_ms, sequence, id)",
        "INDEX IF NOT EXISTS job_by_wait ON job (due_ms) WHERE state = 'waiting'",
        "INDEX IF NOT EXISTS job_by_about ON job (about, kind, sequence)",
        "INDEX IF NOT EXISTS job_by_lease ON job (lease_until_ms) WHERE state = 'running'",
        "UNIQUE INDEX IF NOT EXISTS job_by_key ON job (service, name, about, key) WHERE state = 'waiting' AND key <> ''",
    ];
    let indexes = indexes.map(|index| format!("CREATE {index}"));
    let turn = "INSERT INTO job_turn (id, taken) VALUES (1, 0) ON CONFLICT (id) DO NOTHING".to_owned();
    tables.into_iter().chain(indexes).chain([turn]).collect()
}
