# Getting an account, by oneself or by invitation.
join-title = Create an account
join-intro = Join { $association } with a name, an address and a password.
join-address-hint = You sign in with it. We send a link there, to make sure that it is yours.
join-invited-intro = { $association } invites you. Choose your name and a password: that is all.
join-invited-address-hint = The one where you received the invitation. You sign in with it.
join-by-invitation = { $association } welcomes its members by invitation. Ask somebody of the association for yours.
join-closed = { $association } opens no new accounts for now.
join-back = Back to the start
# A link went out by mail.
mailed-title = Look into your mail
mailed-text = A message is on its way to { $address }. Open it and do what it says.
mailed-look = It may take a few minutes. Nothing arrives? Look among the junk mail, then check the address above.
mailed-again = Write another address
mailed-by-hand-title = Ask for your link
mailed-by-hand-text = This server does not send mail yet. Whoever administers the association finds the message for { $address } on their console: ask them for the link.
dead-link-title = This link is no longer of use
dead-link-text = It was used already, it is too old, a newer one took its place, or a piece of it is missing. Nothing was changed.
confirm-join-title = Confirm your address
confirm-join-text = Hello { $name }. Write the password that you have just chosen, and your account at { $association } is open.
confirm-join-password = The password that you chose
confirm-join-button = Open my account
confirm-join-wrong = This is not the password that you had chosen. Please try again.
confirm-join-forgotten = You do not remember it, or asked for nothing? Begin again with another one:
confirm-address-title = Confirm your new address
confirm-address-text = Your account will have the address { $address }: it is the one you will sign in with.
confirm-address-button = Use this address
# The password is forgotten.
forgot-title = Forgotten password
forgot-intro = Write the address of your account: we send a link there to choose a new password.
forgot-button = Receive the link
forgot-hint = The link works once, for 30 minutes. Your password does not change before you have chosen another.
reset-title = Choose a new password
reset-intro = All your devices will be signed out. Afterwards you sign in with the new password.
reset-told = Your new password is in place. Sign in with it.
reset-again = Receive a new link
# "It wasn't me."
alarm-title = Shut your account?
alarm-text = If somebody else was in your account: all devices will be signed out, and the old password will open nothing any more. You choose a new one right away.
alarm-button = It wasn’t me
alarm-told = Nobody is in your account any more. Now choose a new password.
alarm-told-address = Nobody is in your account any more, and it has your address again. Now choose a new password.
# Another address.
address-title = Change your e-mail address
address-intro = We send a link to the new address. Nothing changes before you have followed it.
address-present = Present address
address-new = New address
address-button = Send the link
address-password-wrong = The password does not match. Nothing was sent: please try again.
address-same = This is the address of your account already.
address-told = Done: your account has its new address.
