//! Every limit of the host, named with its unit. Limits of a guest's call stand in `veillee-engine`, of a page in
//! `veillee-page`.

/// A connection to a database that nobody used for so long is closed.
pub const DATABASE_IDLE_MS: u64 = 60_000;

/// How long a statement waits for a lock of the database.
pub const DATABASE_BUSY_MS: u64 = 5_000;
/// How long a request waits for a connection.
pub const DATABASE_WAIT_MS: u64 = 5_000;
pub const SQLITE_READERS: u32 = 4;
pub const POSTGRES_CONNECTIONS: u32 = 8;

/// Rows of one page of a query.
pub const QUERY_ROWS_MAX: u32 = 200;
/// Highest exact answer of a count.
pub const COUNT_MAX: u32 = 10_000;
/// Filters of one query; names of one `select`; values of one `any-of`; words of one search.
pub const QUERY_FILTERS_MAX: usize = 8;
pub const SELECT_MAX: usize = 32;
pub const ANY_OF_MAX: usize = 64;
pub const SEARCH_WORDS_MAX: usize = 8;
/// A cursor is good for one day.
pub const CURSOR_LIFE_MS: i64 = 24 * 60 * 60 * 1000;
/// Containers shared with the public beyond which a list scans newest-first instead of going through them.
pub const PUBLIC_CONTAINERS_NARROW_MAX: i64 = 500;

/// Changes of one change-set.
pub const CHANGES_MAX: usize = 500;
/// Characters of a text field, unless the manifest says less.
pub const TEXT_CHARS_MAX: usize = 100_000;
pub const TEXTS_MAX: usize = 64;
pub const FIELD_BYTES_MAX: usize = 64 * 1024;
/// Containers within containers.
pub const CONTAINER_DEPTH_MAX: usize = 16;
/// Rows of one step of a cascade.
pub const CASCADE_BATCH: usize = 512;

/// Collections of one association, and fields of one collection.
pub const COLLECTIONS_MAX: usize = 4_096;
pub const FIELDS_MAX: usize = 64;
/// Calls of one service of one association that run at the same time, and how long one more waits for a place.
pub const CALLS_PER_SERVICE_MAX: usize = 8;
pub const CALL_WAIT_MS: u64 = 5_000;
/// Characters of the version, the title, the description or a reason in a manifest.
pub const MANIFEST_TEXT_CHARS_MAX: usize = 300;
/// PostgreSQL cuts longer names, and two tables would become one.
pub const TABLE_NAME_BYTES_MAX: usize = 63;
/// The text of a manifest.
pub const MANIFEST_BYTES_MAX: usize = 64 * 1024;
/// Opened shares that one session speaks with.
pub const OPENED_SHARES_MAX: u32 = 64;
/// Links to what was added lately on the first page of an association.
pub const RECENT_LINKS_MAX: usize = 6;
/// Collections that are looked through for them.
pub const RECENT_COLLECTIONS_MAX: usize = 12;
/// Sessions and decisions remembered in memory per association; beyond, the least used are asked again.
pub const SESSIONS_REMEMBERED: usize = 10_000;
pub const DECISIONS_REMEMBERED: usize = 50_000;
/// Characters of a token in a cookie or an address.
pub const TOKEN_CHARS_MAX: usize = 64;
/// A session ends this long after its last use; the last use is written this often at most.
pub const SESSION_LIFE_MS: i64 = 30 * 24 * 60 * 60 * 1000;
/// However often it is used, a session of an account ends this long after it began.
pub const SESSION_LONGEST_MS: i64 = 180 * 24 * 60 * 60 * 1000;
pub const VISITOR_SESSION_LIFE_MS: i64 = 180 * 24 * 60 * 60 * 1000;
pub const SESSION_TOUCH_MS: i64 = 5 * 60 * 1000;
/// Characters that are looked at of what a browser says of itself.
pub const USER_AGENT_CHARS_MAX: usize = 500;
/// How long a browser shows that an account was signed in on it: beyond the longest session.
pub const DEVICE_LIFE_MS: i64 = 400 * 24 * 60 * 60 * 1000;
/// Sessions of one account that its person is shown, the last used ones.
pub const SESSIONS_LISTED_MAX: i64 = 100;
/// Tokens and app passwords: of one account; their last use is written this often at most; one that ended is still shown for a
/// month.
pub const TOKENS_PER_ACCOUNT_MAX: i64 = 50;
pub const TOKEN_TOUCH_MS: i64 = 5 * 60 * 1000;
pub const TOKEN_ENDED_LIFE_MS: i64 = 30 * 24 * 60 * 60 * 1000;
/// The API: requests that one token may make at once, and how many more each second gives; tokens whose pace is remembered.
pub const API_REQUESTS_AT_ONCE: u64 = 3_000;
pub const API_REQUESTS_PER_SECOND: u64 = 20;
pub const API_PACES_REMEMBERED: usize = 10_000;
/// The API: requests of one account that are being answered at a time, uploads and downloads included.
pub const API_FLIGHTS_MAX: usize = 64;
/// The API: a body of JSON, and of a blob that comes in one piece (a larger one goes through `/-/uploads`); rows of a page unless
/// the caller says otherwise; characters of a search; columns of a row.
pub const API_BODY_BYTES_MAX: usize = 1024 * 1024;
pub const API_BLOB_BYTES_MAX: u64 = 16 * 1024 * 1024;
pub const API_ROWS: u32 = 50;
pub const API_WORDS_CHARS_MAX: usize = 200;
/// A text that a filter compares with: a quarter of the query, so that several fit.
pub const API_FILTER_CHARS_MAX: usize = QUERY_CHARS_MAX / 4;
pub const API_COLUMNS_MAX: usize = 128;
/// An account that is to be erased can be kept by its person for this long.
pub const REGRET_MS: i64 = 30 * 24 * 60 * 60 * 1000;
/// What the law keeps of an erased account (LCEN, article 6, and décret 2021-1362: a year).
pub const KEPT_BY_LAW_MS: i64 = 365 * 24 * 60 * 60 * 1000;
/// Who was invited by a link of their own and can open nothing any more is erased after so long: a sharer who ended a share by
/// mistake, or whose share ended with the holidays, still invites the same person again, who finds what they added.
pub const GUEST_KEPT_MS: i64 = 90 * 24 * 60 * 60 * 1000;
/// A mailed link to what is kept about a guest: a day, for whoever reads mail in the evening.
pub const GUEST_LINK_LIFE_MS: i64 = 24 * 60 * 60 * 1000;
/// Guests on one page of the list, characters of what is looked for in it, and shares that are told of one page's guests.
pub const GUESTS_LISTED_MAX: i64 = 50;
pub const GUEST_SEARCH_CHARS_MAX: usize = 100;
pub const GUEST_SHARES_LISTED_MAX: i64 = 500;
/// A copy of one's own data: objects of one part, and shares that it tells.
pub const EXPORT_PART_OBJECTS: usize = 5_000;
pub const EXPORTED_SHARES_MAX: i64 = 10_000;
/// Between the password and the second factor of one sign-in: how long, and codes that are looked at.
pub const PENDING_SIGN_IN_LIFE_MS: i64 = 5 * 60 * 1000;
pub const PENDING_SIGN_IN_TRIES: i64 = 5;
/// Codes of one account that do not fit before no other is looked at, and the time in which they count.
pub const FACTOR_FAILURES_MAX: i64 = 15;
pub const FACTOR_FAILURES_WINDOW_MS: i64 = 60 * 60 * 1000;
/// A code of an authenticator application is good for one step, the one before and the one after (RFC 6238, 5.2).
pub const TOTP_STEP_S: u64 = 30;
pub const TOTP_SKEW_STEPS: u16 = 1;
/// Characters of a code as it is typed, with what people put between its groups.
pub const CODE_CHARS_MAX: usize = 64;
pub const RECOVERY_CODES: usize = 10;
/// Passkeys of one account; ceremonies under way in one association, and how long one lasts.
pub const PASSKEYS_MAX: i64 = 20;
pub const CEREMONIES_MAX: usize = 10_000;
pub const CEREMONY_LIFE_MS: i64 = 5 * 60 * 1000;
/// Who proved who they are so long ago is asked again before what is dangerous.
pub const PROOF_LIFE_MS: i64 = 15 * 60 * 1000;
/// Characters of an id or of words in the audit log; entries that a person is shown of their own, and of one page of all.
pub const AUDIT_CHARS_MAX: usize = 100;
pub const OWN_ACTIVITY: usize = 50;
pub const ACTIVITY_PAGE: usize = 50;
/// The one-time administrator link.
pub const SETUP_LINK_LIFE_MS: i64 = 24 * 60 * 60 * 1000;
/// Mailed links: to confirm an address, to register as somebody invited, to choose another password, to say "it wasn't me".
pub const CONFIRMATION_LIFE_MS: i64 = 24 * 60 * 60 * 1000;
pub const INVITATION_LIFE_MS: i64 = 14 * 24 * 60 * 60 * 1000;
pub const RESET_LIFE_MS: i64 = 30 * 60 * 1000;
pub const ALARM_LIFE_MS: i64 = 7 * 24 * 60 * 60 * 1000;
/// An invitation that ended is shown for so long, to be sent anew.
pub const INVITATION_SHOWN_MS: i64 = 60 * 24 * 60 * 60 * 1000;
/// Invitations that wait in one association.
pub const INVITATIONS_MAX: i64 = 500;
/// Accounts on one page of the list.
pub const MEMBERS_LISTED_MAX: i64 = 100;
/// Passwords: NIST SP 800-63B-4, 3.1.1.2 asks for 8 at least; we ask for more and for nothing else.
pub const PASSWORD_CHARS_MIN: usize = 12;
pub const PASSWORD_BYTES_MAX: usize = 1_024;
/// argon2id, 46 MiB and one pass: the first choice of the OWASP Password Storage Cheat Sheet.
pub const ARGON2_MEMORY_KIB: u32 = 46 * 1024;
pub const ARGON2_PASSES: u32 = 1;
/// Accounts, addresses and networks whose tries are remembered, in some 120 bytes each; beyond, those that come least are
/// forgotten first.
pub const THROTTLE_REMEMBERED: usize = 100_000;
/// Sign-ins that wait for each place before the next one is told to come back.
pub const PASSWORD_QUEUE_PER_PLACE: usize = 20;
pub const COLLECTIONS_PER_PLUGIN_MAX: usize = 32;
/// Compiling a plugin in its child process.
pub const COMPILE_MS: u64 = 120_000;
/// The largest integer that every guest language holds exactly (RFC 8259, 6): JavaScript would round beyond it.
pub const INTEGER_MAX: u64 = (1 << 53) - 1;
/// Clear bytes of small blobs kept in memory: how many, and how much.
pub const SMALL_BLOBS_REMEMBERED: usize = 2_000;
pub const SMALL_BLOBS_REMEMBERED_BYTES: u64 = 32 * 1024 * 1024;
/// A printed form can be sent for this long.
pub const FORM_TOKEN_LIFE_MS: i64 = 12 * 60 * 60 * 1000;
/// Forms per association of which is known what they made, for when they are sent twice.
pub const FORMS_REMEMBERED: usize = 1_000;
/// A form without files; a text field of a form with files; fields of a form.
pub const FORM_BYTES_MAX: usize = 256 * 1024;
pub const FORM_FIELDS_MAX: usize = 256;
/// Parameters of a query and characters of each; characters of a path.
pub const QUERY_PAIRS_MAX: usize = 64;
pub const QUERY_CHARS_MAX: usize = 4_000;
pub const PATH_CHARS_MAX: usize = 1_024;
/// Files of one plain form, and bytes of one of them whatever the manifest says.
pub const FORM_FILES_MAX: usize = 200;
pub const FILE_BYTES_MAX: u64 = 16 * 1024 * 1024 * 1024;
/// A file that stops arriving is given up after this long.
pub const UPLOAD_IDLE_MS: u64 = 60_000;
/// A resumable upload that nobody goes on with is given up after this long; each piece that arrives moves its end.
pub const UPLOAD_LIFE_MS: i64 = 24 * 60 * 60 * 1000;
/// Uploads that wait for bytes or for their form: of one caller, of one association.
pub const UPLOADS_PER_HOLDER_MAX: i64 = 500;
pub const UPLOADS_PER_ASSOCIATION_MAX: i64 = 20_000;
/// What one long request brought is made durable after so many bytes, or so much time, before its end comes.
pub const UPLOAD_CHECKPOINT_BYTES: u64 = 64 * 1024 * 1024;
pub const UPLOAD_CHECKPOINT_MS: u64 = 30_000;
/// Segments of one upload: a sender that stops after every few bytes makes a file for each.
pub const UPLOAD_SEGMENTS_MAX: usize = 10_000;
/// A newer request on an upload waits so long for the one under way to put away what it has.
pub const UPLOAD_TAKE_OVER_MS: u64 = 15_000;
/// What is still read of a refused request, so that its sender hears the answer.
pub const UPLOAD_DRAIN_BYTES: usize = 16 * 1024 * 1024;
pub const UPLOAD_DRAIN_MS: u64 = 5_000;
/// `Upload-Metadata` as it came.
pub const UPLOAD_METADATA_BYTES_MAX: usize = 4_096;
/// The head of a request; a connection that is idle between requests.
pub const HEADER_READ_MS: u64 = 10_000;
pub const CONNECTIONS_MAX: usize = 4_096;
/// Running requests get this long to finish when the host stops.
pub const STOP_MS: u64 = 10_000;
/// TLS: a handshake with the wait for its turn; handshakes at a time, each up to a millisecond of a core.
pub const HANDSHAKE_MS: u64 = 10_000;
pub const HANDSHAKES_MAX: usize = 512;
/// How long a browser comes back by HTTPS alone: a year (RFC 6797, 6.1.1).
pub const HSTS_SECONDS: u64 = 365 * 24 * 60 * 60;
/// A file with a chain or a key; between two looks whether one changed.
pub const CERTIFICATE_BYTES_MAX: u64 = 1024 * 1024;
pub const CERTIFICATE_LOOK_MS: u64 = 30_000;
/// A certificate from a file about which the doctor warns.
pub const CERTIFICATE_ENDS_SOON_MS: i64 = 14 * 24 * 60 * 60 * 1000;
/// ACME: between two looks whether a name wants a certificate; each wait for the authority; a whole order.
pub const ACME_LOOK_MS: u64 = 10_000;
pub const ACME_POLL_MS: u64 = 90_000;
pub const ACME_ORDER_MS: u64 = 5 * 60 * 1000;
/// The wait after an order failed; each further one waits three times as long, up to the longest.
pub const ACME_RETRY_FIRST_MS: i64 = 5 * 60 * 1000;
pub const ACME_RETRY_FACTOR: i64 = 3;
pub const ACME_RETRY_MAX_MS: i64 = 12 * 60 * 60 * 1000;
/// A person's or a link's name; a mail address (RFC 5321, 4.5.3.1); a password as typed.
pub const NAME_CHARS_MAX: usize = 100;
pub const ADDRESS_BYTES_MAX: usize = 254;
pub const PASSWORD_CHARS_MAX: usize = 200;
/// The mark of an association: its file, kept in memory while the host runs, and its side in pixels.
pub const MARK_BYTES_MAX: usize = 500_000;
pub const MARK_SIDE_PX_MAX: u32 = 2_048;
/// A heavier mark is left out of the page that every browser keeps for when nobody answers.
pub const OFFLINE_MARK_BYTES_MAX: usize = 64 * 1024;
/// Lines that an association writes about itself.
pub const NOTICE_CHARS_MAX: usize = 2_000;
/// What is in the trash can be taken back for this long; then its key is destroyed.
pub const TRASH_LIFE_MS: i64 = 30 * 24 * 60 * 60 * 1000;
/// Objects of the trash that one person is shown, the last removed ones.
pub const TRASH_LISTED_MAX: usize = 200;
/// Objects purged in one transaction.
pub const PURGE_BATCH: usize = 200;
/// A segment that no list names is swept when it is older than any upload under way.
pub const ORPHAN_AGE_MS: i64 = 24 * 60 * 60 * 1000;
/// The check of stored bytes: segments of one step, the pace of the whole host, the rest between two looks whether a pass is
/// due, and how often one begins. At this pace a pass through 100 GB takes 14 hours.
pub const SCRUB_BATCH: usize = 4;
pub const SCRUB_BYTES_PER_SECOND: u64 = 2 * 1024 * 1024;
pub const SCRUB_PAUSE_MS: u64 = 100;
pub const SCRUB_REST_MS: u64 = 10 * 60 * 1000;
pub const SCRUB_EVERY_MS: i64 = 30 * 24 * 60 * 60 * 1000;
/// A backup: bytes of rows and segments of a list in one entry, entries in memory ahead of the file, the largest entry that
/// is read, and how often progress is told.
pub const BACKUP_ROWS_BYTES: usize = 512 * 1024;
pub const BACKUP_LIST_SEGMENTS: usize = 256;
pub const BACKUP_ENTRIES_AHEAD: usize = 2;
pub const BACKUP_ENTRY_BYTES_MAX: u64 = 16 * 1024 * 1024;
pub const BACKUP_TELL_BYTES: u64 = 64 * 1024 * 1024;
/// Damaged segments that one look shows.
pub const DAMAGES_SHOWN_MAX: usize = 1_000;
/// Characters of a text field that has an index or is unique: it must fit into a page of the database and a cursor.
pub const INDEXED_CHARS_MAX: usize = 500;
/// A redirect that a guest asks for.
pub const REDIRECT_BYTES_MAX: usize = 2_000;
/// A word as search keeps it; the rest is cut.
pub const WORD_CHARS_MAX: usize = 40;
/// Services of all associations counted in memory, each for one day, until they are written down.
pub const LEDGER_ENTRIES_MAX: usize = 65_536;
/// What was counted is written down this often.
pub const LEDGER_WRITE_MS: u64 = 60_000;
/// Blobs of one statement that decides about many; blobs of an archive made ready at a time.
pub const SURVEY_BATCH: usize = 256;
pub const LOCATE_BATCH: usize = 32;
/// Receipts that a service is given at once; files of an archive that are noted together.
pub const RECEIPTS_MAX: usize = 500;
pub const RECEIPTS_BATCH: usize = 64;
/// Entries of one archive. About 400 bytes of memory each while it is sent.
pub const ARCHIVE_ENTRIES_MAX: usize = 20_000;
/// A name in an archive, without what tells it from another of the same name: file systems take 255 bytes.
pub const ARCHIVE_NAME_BYTES_MAX: usize = 200;
/// Characters of an archive's own name.
pub const ARCHIVE_FILE_NAME_CHARS_MAX: usize = 120;
/// Folders within folders of an archive.
pub const ARCHIVE_FOLDERS_MAX: usize = 8;
/// A piece of an archive's directory.
pub const ARCHIVE_PIECE_BYTES: usize = 64 * 1024;
/// All lines of a notice together: sealed, they must fit into a cookie of 4,096 bytes (RFC 6265, 6.1).
pub const NOTICE_BYTES_MAX: usize = 1_800;
/// A picture that a codec is given; a larger one gets no renditions and no clean copy.
pub const PICTURE_BYTES_MAX: u64 = 64 * 1024 * 1024;
/// All pictures that are examined at one moment hold the file, the answer and an instance: about 350 MiB each.
pub const PICTURE_PLACES_MAX: usize = 8;
/// How long a picture belongs to whoever claimed it; longer than its calls may take together.
pub const PICTURE_LEASE_MS: i64 = 10 * 60 * 1000;
/// Tries before a picture is given up, and the wait after the first; each further wait is ten times longer.
pub const PICTURE_ATTEMPTS_MAX: u32 = 4;
pub const PICTURE_RETRY_MS: i64 = 30 * 1000;
/// The longest sleep between two looks for a picture that comes due later.
pub const PICTURE_NAP_MS: u64 = 60 * 1000;
/// Characters of the reason why a picture was given up.
pub const PICTURE_REASON_CHARS_MAX: usize = 500;
/// Seconds after which a clean copy that is still to be made is worth another question.
pub const PICTURE_RETRY_SECONDS: u64 = 5;
/// Renditions of one blob, and their longest side in pixels.
pub const RENDITIONS_MAX: usize = 4;
pub const RENDITION_SIDE_MIN_PX: u32 = 16;
pub const RENDITION_SIDE_MAX_PX: u32 = 4_096;
/// Media types that one codec takes.
pub const CODEC_MEDIA_MAX: usize = 32;
/// Edits that take the metadata out of one file, and bytes that they put in.
pub const EDITS_MAX: usize = 20_000;
pub const EDIT_BYTES_MAX: usize = 64 * 1024;
/// Characters of the moment a picture was taken: `2026-05-03T14:05:09`.
pub const TAKEN_CHARS_MAX: usize = 19;
/// Series of one number for the operator; labels that make more are not what they should be.
pub const SERIES_MAX: usize = 1_000;
/// A probe hears within this time whether the databases answer.
pub const HEALTH_MS: u64 = 2_000;
/// Below this much room the doctor warns, and calls it a problem; files that the disk can still hold.
pub const DISK_BYTES_LOW: u64 = 5_000_000_000;
pub const DISK_BYTES_SHORT: u64 = 500_000_000;
pub const DISK_FILES_LOW: u64 = 100_000;
/// A change of tables that people stand in the way of is tried so often, with a wait between.
pub const TABLE_TRIES: u32 = 40;
pub const TABLE_RETRY_MS: u64 = 50;
/// Calls of one version of a plugin that run at the same time in all associations together: the engine has 96 places.
pub const CALLS_PER_PLUGIN_MAX: usize = 48;
/// A call on a version that was replaced, paused or removed gets this long to finish: more than a page may take.
pub const DRAIN_MS: u64 = 15_000;
/// Packages kept in memory although no service uses them.
pub const PLUGINS_LOADED_SPARE: usize = 16;
/// What an uninstalled service kept can be found again for this long; then its keys are destroyed.
pub const REMOVED_LIFE_MS: i64 = 30 * 24 * 60 * 60 * 1000;
/// Characters of an operator's reason for a pause.
pub const REASON_CHARS_MAX: usize = 300;
/// What a browser is told to wait when a pause has no end, and while another call tries a service out.
pub const PAUSE_RETRY_MS: i64 = 60 * 60 * 1000;
pub const PROBE_RETRY_MS: i64 = 2_000;
/// Quarantine: failures of the last minute count, at most two of one caller and two of one path. Six that count, and at
/// least as many as good answers, are over the budget.
pub const BUDGET_WINDOW_MS: i64 = 60_000;
pub const BUDGET_FAILURES: usize = 6;
pub const BUDGET_FAILURES_PER_CALLER: usize = 2;
pub const BUDGET_FAILURES_PER_PATH: usize = 2;
/// Failures that one service remembers for its budget.
pub const BUDGET_REMEMBERED: usize = 1_024;
/// How long a service over its budget rests: doubled each time it fails again, up to the longest; the doubling is
/// forgotten when it went well for so long.
pub const REST_FIRST_MS: i64 = 5_000;
pub const REST_LONGEST_MS: i64 = 10 * 60 * 1000;
pub const REST_FORGOTTEN_MS: i64 = 30 * 60 * 1000;
/// Versions whose past is remembered although they do not run, over all associations.
pub const HEALTHS_REMEMBERED: usize = 20_000;
/// Failures kept for the operator, for each version and association; characters of the path of one.
pub const FAULTS_KEPT: usize = 8;
pub const FAULT_PATH_CHARS_MAX: usize = 200;
/// Lines that a service logged, kept in memory for the console, and bytes of all of them together: 64 KiB for each service
/// of each association at most.
pub const LOG_LINES_KEPT: usize = 200;
pub const LOG_BYTES_KEPT: usize = 64 * 1024;
/// The console: days of the ledger, jobs of each state, damaged objects, and how long a count of all that an association holds is
/// remembered.
pub const CONSOLE_DAYS: usize = 30;
pub const CONSOLE_JOBS: usize = 50;
pub const CONSOLE_DAMAGED: usize = 20;
pub const CONSOLE_MAILS: usize = 50;
pub const CONSOLE_COUNT_LIFE_MS: i64 = 60_000;
/// Jobs that wait, in one association and of one of its services; beyond, nothing more is taken into the queue.
pub const JOBS_WAITING_MAX: usize = 10_000;
pub const JOBS_WAITING_PER_SERVICE_MAX: usize = 5_000;
/// The farthest a job can be put off, and the farthest it can put off its next try.
pub const JOB_DELAY_MS_MAX: i64 = 30 * 24 * 60 * 60 * 1000;
/// Starts of a job before it is given up, unless the manifest says otherwise; the most a manifest may say.
pub const JOB_ATTEMPTS: u32 = 8;
pub const JOB_ATTEMPTS_MAX: u32 = 20;
/// The wait after a first failure; each further one waits three times as long, up to the longest: with 8 attempts, about
/// three hours in all. A tenth is added or taken at random, so that what failed together does not come back together.
pub const JOB_BACKOFF_FIRST_MS: i64 = 10_000;
pub const JOB_BACKOFF_FACTOR: i64 = 3;
pub const JOB_BACKOFF_MAX_MS: i64 = 6 * 60 * 60 * 1000;
/// The wait of a job that could not be run through no fault of its own.
pub const JOB_GIVEN_BACK_MS: i64 = 5_000;
/// A job belongs to its host for this long; it is renewed this often while the job runs.
pub const JOB_LEASE_MS: i64 = 60_000;
pub const JOB_RENEW_MS: u64 = 15_000;
/// Jobs that one host runs at the same time, and those of them of one service of an association. Pages have places of
/// their own: [`CALLS_PER_SERVICE_MAX`].
pub const JOB_WORKERS: usize = 4;
pub const JOBS_PER_SERVICE_MAX: u32 = 2;
/// The longest that workers sleep: a clock that was moved is noticed after this.
pub const JOB_LOOK_MS: u64 = 30_000;
/// How soon a worker looks again where something is due and nobody may take it.
pub const JOB_LOOK_AGAIN_MS: i64 = 30_000;
/// Running jobs get this long to finish when the host stops; then they are given back.
pub const JOB_STOP_MS: u64 = 5_000;
/// Jobs of a schedule that wait at the same time: the others' jobs do not wait behind all objects of a turn.
pub const SCHEDULE_JOBS_AHEAD: usize = 20;
/// The shortest and the longest period of a schedule.
pub const SCHEDULE_EVERY_MS_MIN: i64 = 60_000;
pub const SCHEDULE_EVERY_MS_MAX: i64 = 366 * 24 * 60 * 60 * 1000;
/// What one manifest declares.
pub const JOBS_PER_PLUGIN_MAX: usize = 32;
pub const SCHEDULES_PER_PLUGIN_MAX: usize = 16;
pub const EVENTS_PER_PLUGIN_MAX: usize = 64;
/// Rows of the queue that an operator is shown.
pub const JOBS_LISTED_MAX: usize = 1_000;
/// What was given up, or had nobody left to act for, is kept to be looked at for this long.
pub const JOB_DEAD_LIFE_MS: i64 = 90 * 24 * 60 * 60 * 1000;
pub const JOB_DROPPED_LIFE_MS: i64 = 7 * 24 * 60 * 60 * 1000;
/// A mail: its subject, both its texts together, and what is kept of a server's answer.
pub const MAIL_SUBJECT_CHARS_MAX: usize = 300;
pub const MAIL_BODY_BYTES_MAX: usize = 256 * 1024;
pub const MAIL_DETAIL_CHARS_MAX: usize = 500;
/// Characters of a key under which a mail is posted once.
pub const MAIL_KEY_CHARS_MAX: usize = 200;
/// Mails of one association that wait; beyond, nothing more is posted.
pub const MAILS_WAITING_MAX: usize = 2_000;
/// A mail is tried for this long (RFC 5321, 4.5.4.1, asks for four to five days of a server that others send through; what an
/// association writes is of no use that late). The wait after a first try, and the longest.
pub const MAIL_TRIED_MS: i64 = 3 * 24 * 60 * 60 * 1000;
pub const MAIL_BACKOFF_FIRST_MS: i64 = 60_000;
pub const MAIL_BACKOFF_FACTOR: i64 = 3;
pub const MAIL_BACKOFF_MAX_MS: i64 = 12 * 60 * 60 * 1000;
/// What a mail says is forgotten when it is sent, and else after the first; that there was one, after the second.
pub const MAIL_BODY_LIFE_MS: i64 = 7 * 24 * 60 * 60 * 1000;
pub const MAIL_LIFE_MS: i64 = 30 * 24 * 60 * 60 * 1000;
/// SMTP: connecting with all greetings, each answer, and the answer to a whole mail, which RFC 5321, 4.5.3.2.6, wants to be
/// waited for: who hangs up earlier sends twice.
pub const MAIL_CONNECT_MS: u64 = 30_000;
pub const MAIL_REPLY_MS: u64 = 60_000;
pub const MAIL_ACCEPT_MS: u64 = 10 * 60 * 1000;
/// A mail belongs to whoever is sending it for this long: longer than all of that together.
pub const MAIL_LEASE_MS: i64 = 20 * 60 * 1000;
/// Connections to the server at a time, and mails on one of them.
pub const MAIL_LINES: usize = 2;
pub const MAILS_PER_LINE: u32 = 50;
/// The longest sleep between two looks for a mail: a clock that was moved is noticed after this.
pub const MAIL_LOOK_MS: u64 = 30_000;
/// How soon the outbox is looked at again after the database was away.
pub const MAIL_AGAIN_MS: i64 = 5_000;
/// What is being sent gets this long to finish when the host stops.
pub const MAIL_STOP_MS: u64 = 5_000;
/// A mail that came back, with the one that it is about; its parts, and the ids that it may name.
pub const MAIL_RETURNED_BYTES_MAX: u64 = 2 * 1024 * 1024;
pub const MAIL_RETURNED_PARTS_MAX: usize = 32;

/// An order of the command line, with its text of JSON; a reply; files that go along; the number of orders at a time.
pub const CONTROL_ORDER_BYTES_MAX: usize = 64 * 1024;
pub const CONTROL_REPLY_BYTES_MAX: u64 = 16 * 1024 * 1024;
pub const CONTROL_FILES_MAX: usize = 4;
pub const CONTROL_CONNECTIONS_MAX: usize = 16;
/// Whoever opens the control socket orders within this time, and takes each reply within it.
pub const CONTROL_ORDER_MS: u64 = 10_000;
/// Lines of progress that wait for a slow reader; more are left out.
pub const CONTROL_PROGRESS_LINES: usize = 16;
/// The command line waits this often and this long for a host that starts, stops, or executes another command.
pub const CONTROL_TRIES: u32 = 150;
pub const CONTROL_RETRY_MS: u64 = 200;
/// Values of one statement that fills a table: below what either database takes.
pub const STATEMENT_VALUES_MAX: usize = 20_000;
/// Clocks are corrected by seconds now and then. How far in the future data may be written before the doctor says that the clock went back.
pub const CLOCK_TOLERANCE_MS: i64 = 2 * 60 * 1000;

// What `plugin check` advises its author about, long before a host refuses.
/// Compiling takes a second for each megabyte or so.
pub const CHECK_PACKAGE_BYTES_ADVISED: usize = 4 * 1024 * 1024;
/// Each call starts a fresh instance: everybody waits this long for every page.
pub const CHECK_START_US_ADVISED: u64 = 100_000;
pub const CHECK_MEMORY_BYTES_ADVISED: usize = 32 * 1024 * 1024;
/// Starts of which the one in the middle counts.
pub const CHECK_STARTS: usize = 15;
/// How often `plugin dev` looks for what was saved, and how long it waits for its own host to stop.
pub const DEV_LOOK_MS: u64 = 200;
pub const DEV_STOP_MS: u64 = 15_000;

// Sharing.
/// Devices that open one link for the first time and stand in the log; those after them are counted alone.
pub const LINK_DEVICES_NOTED_MAX: u64 = 10;
/// The password of a link: given by word of mouth, and guessed no faster than [`LINK_WAIT_LONGEST_MS`] lets.
pub const LINK_PASSWORD_CHARS_MIN: usize = 8;
pub const LINK_PASSWORD_CHARS_MAX: usize = 200;
/// Wrong passwords of one link before the next try has to wait: a second, then twice as long each time, up to the longest. They
/// are forgotten when nobody tried for so long, and after a good one.
pub const LINK_TRIES_FREE: u32 = 5;
pub const LINK_WAIT_FIRST_MS: i64 = 1_000;
pub const LINK_WAIT_LONGEST_MS: i64 = 60_000;
pub const LINK_TRIES_LIFE_MS: i64 = 60 * 60 * 1000;
/// The highest limit of downloads of a link.
pub const LINK_DOWNLOADS_MAX: u32 = 1_000_000;
/// Shares of one container, those that ended included.
pub const SHARES_PER_CONTAINER_MAX: u64 = 2_000;
/// Invitations by mail: to one person for one share, how soon again, and of one sharer in a day.
pub const INVITATION_TIMES_MAX: u64 = 10;
pub const INVITATION_AGAIN_MS: i64 = 60_000;
pub const INVITATIONS_PER_DAY_MAX: u64 = 200;
/// Groups of an association, members of one of them, and groups and roles that one account speaks with.
pub const GROUPS_MAX: u64 = 200;
pub const GROUP_MEMBERS_MAX: u64 = 5_000;
pub const GROUPS_PER_ACCOUNT_MAX: u32 = 64;
/// Accounts that a page of groups or of roles offers to be added.
pub const ACCOUNTS_OFFERED_MAX: u32 = 500;
/// Characters of the sharer's name and of a title in an invitation.
pub const INVITATION_NAME_CHARS_MAX: usize = 80;
/// Objects in a path that are looked at to tell whether a link to them ended.
pub const PATH_OBJECTS_MAX: usize = 4;
