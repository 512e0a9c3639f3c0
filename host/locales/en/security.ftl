security-title = Account protection
security-other-devices = See the signed-in devices
security-intro-off = Your password is enough to come in. With a second proof, nobody comes in for you, even if they know it.
security-intro-on = Coming in takes your password and a second proof. A passkey is enough by itself.
security-on = In place
security-off = Not yet
security-since = In place since { $day }
security-used = Last used on { $day }
security-never-used = Never used
security-more = Also for your safety
security-recovered = { $count ->
    [0] Your last recovery code is used. Make a new set now.
    [one] This recovery code is used up. You have one left.
   *[other] This recovery code is used up. You have { $count } left.
}
# The authenticator application.
totp-title = Authenticator app
totp-what = An app on your phone shows a code of six digits, which you enter beside your password.
totp-set-up = Set up an app
totp-replace = Change to another app
totp-remove = Remove the app
totp-replacing = Your present app stays good until the new one has given a code.
totp-scan = Open your authenticator app and scan this code with it.
totp-qr = Code to scan with the authenticator app
totp-by-hand = No camera? Enter this key in the app:
totp-here = Open in an app on this device
totp-code-hint = The six digits that the app shows now.
totp-button = Finish
totp-wrong = This code does not match. Wait for the app to show a new one, and check the time of your phone.
totp-told-enrolled = Your app is in place. The next time you sign in you will be asked for a code.
totp-told-removed = The app is removed.
# The passkeys.
passkeys-title = Passkeys
passkeys-what = Your device keeps a key and opens it with your fingerprint, your face or its own code: no password to enter any more. Elsewhere your password will then also ask for a recovery code or an app.
passkey-add = Add a passkey
passkey-needs-script = Passkeys need a recent browser, with JavaScript.
passkey-name = Name of the passkey
passkey-name-first = Passkey
passkey-name-wrong = Write a name of 100 characters at most. Nothing was changed.
passkey-rename = Rename
passkey-remove = Remove this passkey
passkey-remove-of = Remove this passkey: { $name }
passkey-told-added = The passkey is in place.
passkey-told-named = The passkey has this name now.
passkey-told-removed = The passkey is removed. You can also delete it from your device.
passkey-told-gone = This passkey was removed already.
passkey-not-here = Passkeys do not work at this address.
passkey-late = It took too long. Please try again.
passkey-refused = This passkey was not accepted. Try again, or come in another way.
passkey-unknown = This passkey is not known here. Try another one, or come in another way.
passkey-known = This passkey belongs to an account already.
passkey-too-many = You have 20 passkeys already. Remove one first.
# The recovery codes.
recovery-title = Recovery codes
recovery-what = Ten codes on paper stand in for your phone or your passkey on the day they are missing. Each works once.
recovery-left = { $count ->
    [0] You have no recovery code.
    [one] You have one code left.
   *[other] You have { $count } codes left.
}
recovery-need = They go with the app and the passkeys: if you remove them all, these codes are of no more use either.
recovery-replaces = A new set replaces this one.
recovery-new = Make a new set
recovery-make = Make ten codes
recovery-print = Print this page or copy the codes by hand: they will not be shown again.
recovery-done = The codes are in a safe place
recovery-how = Each code works once, in place of the app or the passkey. Keep this card with your important papers.
recovery-made = Made on { $day }
# The second step.
factor-title = Second step
factor-intro = Your password is right. One more proof that it is you, please.
factor-code = Code of the app
factor-code-hint = The six digits that your authenticator app shows now.
factor-button = Continue
factor-passkey = Use a passkey
factor-recovery = You do not have your phone?
factor-recovery-code = Recovery code
factor-recovery-hint = One of the ten codes of your card. It will work this once.
factor-wrong = This code does not match. A code works only once: wait for the next one, then try again.
factor-recovery-wrong = This recovery code does not match, or was used already. Read your card once more, or try another of its codes.
factor-lost = You have none of this any more? Ask the person who looks after the site: they can help you.
factor-start-again = It took too long, or too many codes did not match. Start again with your password.
proof-title = Is it really you?
proof-intro = What you are about to do matters. Show once more that it is you: this will count for 15 minutes.
proof-wrong = The password does not match. Please try again.
proof-told = Thank you, it is you. You can go on.
proof-leave = Back to my account without changing anything
# What changes is also written to the address of the account.
news-subject = The protection of your account has changed – { $association }
news-totp-enrolled = An authenticator app was just set up for your account.
news-totp-removed = The authenticator app of your account was just removed.
news-passkey-added = A passkey was just added to your account.
news-passkey-removed = A passkey was just removed from your account.
news-recovery-made = New recovery codes were just made for your account. The old ones do not work any more.
news-recovery-used = A recovery code of your account was just used.
news-reset = The person who looks after the site took the app, the passkeys and the recovery codes from your account. Your password is now enough to come in.
news-reset-more = You did not ask for it? Tell somebody of the association at once. Otherwise set them up again when you like, from your account.
