use crate::storage::sql::Dialect;

/// Invited guests, what was taken through links, groups, and the roles that the association gives.
pub(super) fn statements(dialect: Dialect) -> Vec<String> {
    let columns = |columns: &str| columns.replace("TEXT", dialect.text_type()).replace("BYTES", dialect.bytes_type());
    let tables = TABLES.iter().map(|(name, text)| format!("CREATE TABLE IF NOT EXISTS {name} ({})", columns(text)));
    let indexes = INDEXES.iter().map(|index| format!("CREATE INDEX IF NOT EXISTS {index}"));
    tables.chain(indexes).collect()
}

/// Columns that shares got after their table was first made. `guest`: whose personal link it is; `password`: an argon2 string, or
/// nothing; `tries` and `tried_ms`: wrong passwords since the last good one; `downloads_max` 0: as many as one likes; `devices`,
/// `device_ms` and `device`: how many opened it, when the newest did, and how it is called; `sent_times` and `sent_ms`: invitations by mail.
pub(super) const SHARE_COLUMNS: [(&str, &str, &str); 11] = [
    ("share", "guest", "TEXT NOT NULL DEFAULT ''"),
    ("share", "password", "TEXT NOT NULL DEFAULT ''"),
    ("share", "tries", "bigint NOT NULL DEFAULT 0"),
    ("share", "tried_ms", "bigint NOT NULL DEFAULT 0"),
    ("share", "downloads_max", "bigint NOT NULL DEFAULT 0"),
    ("share", "downloads", "bigint NOT NULL DEFAULT 0"),
    ("share", "devices", "bigint NOT NULL DEFAULT 0"),
    ("share", "device_ms", "bigint NOT NULL DEFAULT 0"),
    ("share", "device", "TEXT NOT NULL DEFAULT ''"),
    ("share", "sent_times", "bigint NOT NULL DEFAULT 0"),
    ("share", "sent_ms", "bigint NOT NULL DEFAULT 0"),
];

const TABLES: [(&str, &str); 5] = [
    // A person without account, known in one container alone: whoever holds a personal link for them there is no author of what
    // they made elsewhere. The row outlives the share, so that an invitation made anew is to the same person by another link.
    (
        "invited_guest",
        "id TEXT PRIMARY KEY, container TEXT NOT NULL, address TEXT NOT NULL, address_key TEXT NOT NULL, \
         created_ms bigint NOT NULL",
    ),
    // What a session took through a link with a limit, so that going on with a download that was cut counts once.
    (
        "share_download",
        "share TEXT NOT NULL, session BYTES NOT NULL, taken TEXT NOT NULL, taken_ms bigint NOT NULL, \
         PRIMARY KEY (share, session, taken)",
    ),
    (
        "account_group",
        "id TEXT PRIMARY KEY, name TEXT NOT NULL, name_key TEXT NOT NULL UNIQUE, created_ms bigint NOT NULL",
    ),
    (
        "account_group_member",
        "account TEXT NOT NULL, account_group TEXT NOT NULL, PRIMARY KEY (account, account_group)",
    ),
    ("association_role", "account TEXT NOT NULL, role TEXT NOT NULL, PRIMARY KEY (account, role)"),
];

const INDEXES: [&str; 2] = [
    "invited_guest_by_container ON invited_guest (container, address_key)",
    "account_group_member_by_group ON account_group_member (account_group)",
];

/// Of the columns that came later.
pub(super) const SHARE_INDEXES: [&str; 2] =
    ["share_by_guest ON share (guest, ends_ms)", "share_by_maker ON share (created_by, sent_ms)"];
