# The console: what the administrators of an association see of what runs for it.
console-title = Console
console-link = See how the services are doing
console-intro = How the services of your association are doing, and what you can do about it.
console-services = Services
console-usage = Use
console-jobs = Jobs
console-storage = Storage
console-moment = { $day }, { $time } (universal time)
console-services-empty = Your association has no service yet.
console-new-services = Switch on a service that never was on
console-service = Service
console-state = State
console-version = Version
console-failures = Failures
console-failures-hint = Failures are counted since the server started.
console-open = Open
console-paused = Paused
console-disabled = Closed
console-resting = Resting
console-lost = Not available
console-waits = New version
console-closed-because = The reason given: { $reason }
console-until = Opens again by itself:
console-tried-again = Tried again by itself:
console-operators = Closed by the person who looks after this server. Only they can open it again.
console-lost-hint = The server cannot find the program of this service. Nothing is deleted: tell the person who looks after this server.
console-fell-back = One version failed too often: the server went back to the version before by itself.
console-waiting-version = Version { $version } waits for your yes
console-waiting-wants = It could also:
console-waiting-hint = Until you accept, the version of now goes on. Nothing is deleted, and you can go back.
console-agree = Accept and go to this version
console-reason-of = Its reason: { $reason }
console-deeds = What you can do
console-resume = Open again now
console-enable = Open this service again
console-pause = Pause it
console-pause-reason = Reason
console-pause-reason-hint = Everybody reads it on the pages of the service. Leave it empty for a ready-made sentence.
console-pause-reason-wrong = Write the reason on one plain line of at most { $most } characters.
console-pause-reason-none = The association has paused this service.
console-pause-lasts = For how long
console-pause-open-end = Until somebody opens it again
console-pause-hour = 1 hour
console-pause-four-hours = 4 hours
console-pause-day = 1 day
console-pause-three-days = 3 days
console-pause-week = 1 week
console-pause-button = Pause
console-disable-hint = Closing a service takes it out of the menu. Nothing is deleted: all is there when you open it again.
console-disable = Close this service
console-versions = Versions
console-version-now = Version of now
console-version-before = Version before
console-roll-back = Go back to this version
console-roll-back-hint = With the rights it had. Doing it once more leads back to the version of now.
console-may = What it may do
console-may-nothing = It asks for nothing.
console-refused = What the person who looks after this server took from it
console-health = Health
console-counts = Since the server started: { $calls ->
    [0] no request
    [one] { $calls } request
   *[other] { $calls } requests
}, { $failures ->
    [0] no failure
    [one] { $failures } failure
   *[other] { $failures } failures
}.
console-faults-untrusted = The last failures. What the service says there is its own, and may name people: show it only to whoever is to mend it.
console-faults-reference = The last failures. Several associations share this server: the person who looks after it reads the details. Give them the reference.
console-reference = Reference
console-backtrace = What happened in the program
console-fault-trap = The program stopped
console-fault-deadline = It took too long
console-fault-memory = It asked for too much memory
console-fault-too-much = It asked for or answered too much
console-told-paused = Done: { $service } is paused.
console-told-opened = Done: { $service } is open.
console-told-disabled = Done: { $service } is closed. Nothing is deleted.
console-told-rolled-back = Done: { $service } went back to the version before.
console-told-agreed = Done: { $service } went to the new version.
console-told-changed = This service has changed meanwhile. Nothing was done: see how it stands.
# The log of a service.
console-log = Log
console-log-title = Log of { $service }
console-log-intro = The last { $most } lines at most, the newest first. They stay in memory only, until the server starts again. The server gives services no password and no secret link; but these lines are their words, and may name people.
console-log-empty = This service wrote nothing since the server started.
console-log-operators = Several associations share this server: only the person who looks after it reads what services write there.
console-log-when = When
console-log-level = Kind
console-log-line = Line
console-log-error = Error
console-log-warning = Warning
console-log-note = Note
console-log-detail = Detail
# What services use.
console-usage-intro = The last { $days } days, in universal time. The numbers of today are a minute late at most.
console-usage-empty = Nothing was counted yet.
console-usage-of = Use of { $service }
console-days-hint = A day goes from midnight to midnight in universal time.
console-by-day = Day by day
console-day = Day
console-requests = Requests
console-errors = Errors
console-cpu = Computing time
console-memory = Most memory
console-received = Received
console-sent = Sent
console-milliseconds = { $count } ms
console-seconds = { $count } s
# What nobody waits for.
console-jobs-intro = What services do when nobody waits: prepare, remind, tidy up.
console-jobs-operators = Why a job was given up can be read by the person who looks after this server.
console-jobs-cut = These are the oldest { $count }. There are more.
console-dead = Given up
console-dead-empty = No job was given up.
console-running = Running
console-running-empty = Nothing runs at this moment.
console-waiting = Waiting
console-waiting-empty = Nothing waits.
console-dropped = No longer needed
console-dropped-hint = What these jobs were about is gone, or the person who asked for them may not see it any more. There is nothing to do: they go after 7 days.
console-job = Job
console-job-schedule = Regular job
console-job-event = News to be told
console-job-since = Asked for:
console-job-due = Due:
console-job-behind = Waits for those before it
console-job-attempts = { $count ->
    [0] never tried
    [one] tried once
   *[other] tried { $count } times
}
console-job-deed-of = { $deed }: { $service }, { $name }
console-job-retry = Try again
console-job-drop = Drop…
console-job-drop-hint = This job will never be done. It cannot be taken back.
console-job-drop-button = Drop this job
console-job-told-retried = Done: this job will be tried again.
console-job-told-dropped = Done: this job is dropped.
console-job-told-gone = This job is no longer where it was: nothing was done.
# Mail.
console-mail-tab = Mail
console-mail = Mail sent
console-mail-intro = What your association writes to people: confirmations, invitations, forgotten passwords.
console-mail-off = Nothing leaves from here: this server is not connected to a mail server.
console-mail-off-hint = Every message waits for you on this page. You can read it and hand it on yourself to the person it is addressed to, and to nobody else: its link opens an account. Whoever looks after this server can connect it to a mail server; then messages leave by themselves and nobody else reads them.
console-mail-empty = No message has been written yet.
console-mail-to = To:
console-mail-since = Written:
console-mail-sent-at = Sent:
console-mail-next = Next try:
console-mail-waiting = Waiting
console-mail-sending = Being sent
console-mail-sent = Sent
console-mail-failed = Not sent
console-mail-refused = Refused
console-mail-connection = The mail server does not answer.
console-mail-encryption = The connection to the mail server is not safe: nothing was sent by it.
console-mail-sign-in = The mail server does not accept the name or the password it is given.
console-mail-sender = The mail server does not let us write.
console-mail-recipient = The address does not exist, or takes no mail any more. Check it with the person.
console-mail-content = The mail server does not accept this message.
console-mail-unwritable = Nobody can be written to at this address.
console-mail-stopped = The server stopped while it was sending: the message may have arrived twice.
console-mail-returned = The message came back: it could not be delivered. Check the address with the person.
console-mail-read = Read the message
console-mail-text-noted = This message is written to somebody else: hand it on to that person, and to nobody else. If they have an account, they see in their activity that you read it.
console-mail-retry = Try again now
console-mail-discard = Discard…
console-mail-discard-hint = This message will never be sent. There is no way back.
console-mail-discard-button = Discard this message
console-mail-deed-of = { $deed }: { $subject }, { $to }
console-mail-cut = Here are the { $count } newest. There are more.
console-mail-kept = A message is erased as soon as it is sent, else after 7 days; this list goes back 30 days.
console-mail-told-retried = Done: this message is sent now.
console-mail-told-discarded = Done: this message is discarded.
console-mail-told-gone = This message is no longer where it was: nothing was done.
# What is kept.
console-storage-intro = What your association keeps, and whether all of it can still be read.
console-room-whole = All together
console-room-own = What belongs to the association itself
console-room-bytes = Room taken
console-room-reserved = Uploads under way
console-room-objects = Objects
console-room-soft-at = Warn from
console-room-each = Limit for each person
console-room-no-limit = No limit
console-room-soft = The room will soon be taken. The person who looks after this server can give more.
console-room-full = The room is taken: nothing more can be added. Everything can still be read. The person who looks after this server can give more.
console-counted = Counted
console-scrub = Check
console-scrub-intro = The server reads all that is kept again, little by little, every 30 days or so, to be sure that nothing is damaged.
console-scrub-running = Check under way since
console-scrub-last = Last whole check
console-scrub-never = Not yet
console-scrub-damaged = { $count ->
    [one] One piece cannot be read any more
   *[other] { $count } pieces cannot be read any more
}: tell the person who looks after this server, they may have a backup.
console-scrub-objects = What is concerned:
console-scrub-hidden = { $kind }, which you cannot see
console-scrub-cut = These are the first. There are others.
console-backup = Backup
console-backup-last = The last whole backup:
console-backup-never = This server has made no backup yet. The person who looks after it makes one with the command “veillee backup”.
