# The page of a link.
sharing-link-more = QR code, poster, rights and end date
sharing-link-more-of = QR code, poster, rights and end date: { $label }
link-give = Give this link
link-code = QR code of the link
link-poster = A poster to print
link-change = Change what the link allows
link-change-hint = The address stays the same: people who have it go on with what you choose here.
link-ends = Last day of the link (optional)
link-ends-hint = Leave it empty for a link without end date. The day ends at midnight, universal time.
link-ends-wrong = This date does not work. Choose today or a day to come, or leave the field empty.
link-save = Save
link-told-changed = It is saved. The address of the link is still the same.
poster-look = Open this to look, with no account.
poster-add = Open this to add yours, with no account.
poster-look-and-add = Open this to look and add, with no account.
poster-how = Point the camera of your telephone at this square, or write this address into a browser:
poster-print = Print this page with your browser: only the poster will be on the paper.
# What lies in something else.
sharing-outer = This lies in “{ $title }”
sharing-outer-untitled = what is around it
sharing-outer-followed = People who can see the whole can see this too.
sharing-outer-private = Private: people who can see the whole do not see this. Only the sharing of this page counts.
sharing-outer-look = See who can see the whole
sharing-outer-leave = Make private
sharing-outer-follow = Share with the whole again
# What guards a link.
link-password = Password (optional)
link-password-hint = It is asked for when the link is opened. Tell it by word of mouth, never along with the link.
link-password-other = Another password
link-password-kept = This link has a password. Leave this empty to keep it; another one closes the link to everybody who opened it.
link-unlock = Ask for no password any more
link-password-short = The password of a link has at least { $least } characters. A few simple words do very well.
link-password-long = The password of a link has at most { $most } characters.
link-downloads = Number of downloads (optional)
link-downloads-hint = Each original or each archive counts once for each browser. Leave it empty not to count.
link-downloads-taken = { $count ->
    [0] None so far.
    [one] One so far.
   *[other] { $count } so far.
}
link-downloads-wrong = Write a whole number from 1 on, or leave the field empty.
link-gate-title = A password is asked for
link-gate-intro = This is shared by { $association } and protected. The person who sent you the link knows the password.
link-gate-password = Password of what is shared
link-gate-button = Open
link-gate-hint = This is not the password of an account: none is needed.
link-gate-wrong = This password does not match. Check it with the person who shares, then try again.
link-gate-too-many = There were many tries. Wait { $wait }, then try again.
# A person.
person-title = Share with a person
person-intro = They get a link of their own, with no account. You see when they open it, and can stop it for them alone.
person-name = Their name
person-name-hint = What you call them, for example “Grandma Jeanne”.
person-name-missing = Write their name, so that you find them again.
person-name-long = This name is too long: { $most } characters at most.
person-address = Their e-mail address (optional)
person-address-hint = The invitation is sent there. If this address has an account here, it is shared with the account. With no address, you hand over the link yourself.
person-address-wrong = This address does not work. Check it, for example jeanne@example.org.
person-invited-already = This person is invited already. You find them in the list above, to change their rights or to send the invitation again.
person-yourself = This is your own address: you see this already.
person-role = They can
person-ends = It works
person-button = Invite
person-change = Change this sharing
person-told-invited = The invitation is on its way to { $address }.
person-told-link = It is ready. Give { $name } the link that is theirs alone.
person-told-account = It is shared with the account of { $name }, to whom a message is on its way.
person-told-unsent = It is shared with { $name }, but no message was sent: you sent many. Tell them the address yourself.
person-told-soon = An invitation was sent a short while ago. Wait a little before you send another.
person-told-many = You sent many invitations today. Go on tomorrow, or hand over the link yourself.
# The invitation.
invitation-subject = { $sharer } shares “{ $title }” with you
invitation-hello = Hello { $name },
invitation-look = { $sharer } invites you to look at “{ $title }”.
invitation-add = { $sharer } invites you to add yours to “{ $title }”.
invitation-look-and-add = { $sharer } invites you to look at “{ $title }” and to add yours.
invitation-how = Just open this link, with no account and no password.
invitation-how-account = Open this link and sign in with your account.
invitation-ends = The link works until { $day }.
invitation-button = Open “{ $title }”
invitation-untitled = something shared
invitation-footnote = This link is for you: whoever has it can come in. You expected nothing from { $sharer }? Throw this message away.
person-told-changed = It is saved.
