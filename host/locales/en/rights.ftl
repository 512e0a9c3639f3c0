erase-title = Erase my account
erase-intro = Your account and what is yours will be erased. For 30 days you can still change your mind.
erase-now-title = At once
erase-now = You are signed out everywhere, and what will be deleted is shown to nobody any more.
erase-then-title = In 30 days
erase-then = After that nobody can bring anything back. Should a backup ever be needed, your account will be erased from it again.
erase-nothing = Your account is deleted. You have added nothing here.
erase-row-deleted = { $kind } ({ $count }): deleted
erase-row-whole = { $kind } ({ $count }): deleted, with everything in it, also what others added
erase-row-kept = { $kind } ({ $count }): kept by the association, without your name
erase-law = The security log says that an account was erased, without your name. The law asks to keep your name and address for a year: they are sealed, and no page shows them.
erase-copy = Take a copy of what is yours first
erase-password = Your password, to confirm
erase-button = Erase my account
erase-wrong = This password does not fit. Nothing was erased: try again.
erase-last-administrator = You are the only one who runs the association. Give somebody else this role first, or ask the person who looks after the server.
erase-told = Your account is closed, and will be erased on { $day }. To keep it, sign in before that day, or follow the link that we send you by mail.
erase-letter-subject = Your account will be erased on { $day }
erase-letter-first = You asked us to erase your account. It is closed, and what will be deleted is shown to nobody any more.
erase-letter-second = Until { $day } you can change your mind: everything will be as it was.
erase-letter-button = Keep my account
erase-letter-footnote = It was not you? Keep the account, then change your password.
# Thinking better of it.
regret-title = Keep your account?
regret-intro = This account will be erased on { $day }. You can still keep it: everything will be as it was.
regret-button = Keep my account
regret-told = Your account is kept, and everything is as it was. Sign in.
# A copy of what is yours.
export-title = A copy of what is yours
export-intro = Everything you added here, and what lies in what belongs to you: the files under names one can read, the data for other programs (JSON), and a page to find your way.
export-download = Download my copy
export-download-part = Download my copy, part { $number } of { $parts }
export-count = { $count ->
    [0] You have added nothing yet: the copy tells what is noted about your account.
    [one] One item
   *[other] { $count } items
}
export-hint = A download that was cut can go on where it stopped. Keep the copy in a safe place: it is not encrypted.
export-index-title = What is { $name }’s
export-index-intro = The files are sorted by service. The same data for other programs:
export-left-out = { $count ->
    [one] One file is missing: what it lies in is not open to you any more.
   *[other] { $count } files are missing: what they lie in is not open to you any more.
}
