sharing-title = Share “{ $title }”
sharing-back = Back
sharing-who = Who can see this?
# The link.
sharing-new-title = Share by a link
sharing-new-hint = You send the link to whom you like. To look, they just open it, with no account.
sharing-new-more = Choose what the link allows
sharing-new-role = The person who has the link can
sharing-new-ends = The link works
sharing-new-label = A name to find it again (optional)
sharing-new-label-hint = For example “Family”. Nobody else sees it.
sharing-new-button = Create a link
sharing-offer-viewer = look
sharing-offer-contributor = look and add
sharing-offer-depositor = add, without seeing what others added
sharing-offer-editor = look, add and change everything
sharing-ends-none = with no time limit
sharing-ends-week = for one week
sharing-ends-month = for one month
sharing-ends-year = for one year
# What is shared now.
sharing-list = Shared now
sharing-empty = Nothing is shared at the moment.
sharing-link = Sharing link
sharing-link-new = New
sharing-link-address = Address of the link
sharing-link-copy-hint = Touch the address to select it, then copy it.
sharing-link-hidden = The address is not shown any more. If it is lost, stop this sharing and create a new link.
sharing-mail = Send by e-mail
sharing-mail-body = Hello, here is the link to “{ $title }”: { $url }
sharing-may-viewer = Can look
sharing-may-contributor = Can look and add
sharing-may-depositor = Can add, without seeing what others added
sharing-may-editor = Can look, add and change everything
sharing-may-owner = Decides everything
sharing-row-ends = Stops by itself on { $day }
sharing-row-no-end = No end date
sharing-row-unopened = Not opened yet
sharing-row-opened = { $count ->
    [one] Opened once
   *[other] Opened { $count } times
}
sharing-stop = Stop this sharing
sharing-stop-of = Stop this sharing: { $label }
# More widely.
sharing-wider = Share more widely
sharing-members = All members of { $association }
sharing-everyone = Everyone, even without an account or a link
sharing-audience-none = No
sharing-audience-viewer = Yes, to look
sharing-audience-contributor = Yes, to look and add
sharing-audience-depositor = Yes, only to add
sharing-audience-editor = Yes, to change everything
sharing-audience-button = Save
sharing-audience-button-of = Save: { $audience }
# “Who can see this?” in one sentence.
sentence-everyone = Everyone, even without an account.
sentence-only = Only { $who }.
sentence-you = you
sentence-list = { $first } and { $last }.
sentence-members = all members
sentence-people = { $count ->
    [one] one person who was chosen
   *[other] { $count } people who were chosen
}
sentence-guests = { $count ->
    [one] one guest
   *[other] { $count } guests
}
sentence-links = { $count ->
    [one] anyone who has the link
   *[other] anyone who has the link ({ $count } links)
}
sentence-deposit-links = { $count ->
    [one] One link lets people add without seeing.
   *[other] { $count } links let people add without seeing.
}
sentence-deposit-members = Members can add without seeing.
sentence-deposit-everyone = Everyone can add without seeing.
sharing-kind-link = Link
sharing-kind-guest = Guest, by a personal link
sharing-kind-account = Account
sharing-kind-group = Group
sharing-personal-hint = This link is for this person: if they pass it on, you see one more device.
sharing-person-more = Rights and end date
sharing-invite = Send the invitation
sharing-invite-again = Send the invitation again
sharing-invite-again-of = Send the invitation again: { $label }
sharing-row-last = { $count ->
    [0] last today
    [1] last yesterday
   *[other] last { $count } days ago
}
sharing-row-devices = Opened on { $count } devices, the newest on { $day }
sharing-row-new-device = { $count ->
    [0] Opened on a new device today: { $device }
    [1] Opened on a new device yesterday: { $device }
   *[other] Opened on a new device { $count } days ago: { $device }
}
sharing-row-password = Protected by a password
sharing-row-downloads = { $count } of { $most } downloads
sharing-row-sent = Invitation sent to { $address } on { $day }
sharing-row-undelivered = The last invitation could not be delivered: check the address with the person
sharing-group-title = Share with a group
sharing-group = Group
sharing-group-role = Its members can
sharing-group-button = Share
sentence-groups = { $count ->
    [one] one group
   *[other] { $count } groups
}
sentence-deposit-people = { $count ->
    [one] One person or group can add without seeing.
   *[other] { $count } people or groups can add without seeing.
}
