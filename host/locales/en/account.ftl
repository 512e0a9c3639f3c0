account-title = My account
account-name = Your name
account-name-hint = The one that others see.
account-language = Language
account-save = Save
account-told-saved = It is saved.
account-me = Me
account-signing-in = Signing in
account-password-hint = If somebody else knows it, or for a better one.
account-security-hint = Ask for more than the password, so that it alone is not enough.
account-address-hint = The address that you sign in with.
account-devices = My devices
account-sessions-hint = See where your account is open, and close what you do not know.
account-activity-hint = What happened to your account.
account-data = My data
account-trash-hint = Take back what you removed.
account-export-hint = Download everything, to keep it at home.
account-erase-hint = Leave, and leave nothing behind.
account-association = The association
account-members-hint = Invite, and see who has an account or a link.
account-groups-hint = Share with several people at once.
account-settings-hint = Its name, its colours, its services.
account-console-hint = Space, messages, what is not well.
account-programs = For programs
account-tokens-hint = Connect a program to your account. Most people do not need this.
account-address = E-mail address
account-role = Role
account-role-member = Member
account-role-administrator = Runs the association
account-sign-out = Sign out
account-sign-out-hint = Do this on a device that is not yours.
account-space = Space
account-space-of = { $used } of { $most }
account-space-soft = Your space is nearly full. What you move to the trash takes up space for 30 more days.
account-space-full = Your space is full: nothing can be added. Everything stays readable. What you move to the trash takes up space for 30 more days.
# The password.
password-title = Change your password
password-intro = Your other devices will be signed out. This one stays signed in.
password-present = Present password
password-new = New password
password-again = The new password once more
password-button = Change the password
password-wrong = The present password does not match. Nothing was changed: please try again.
password-differs = The two new passwords are not the same. Write them once more.
password-alarm-intro = Choose a password that you have never used elsewhere: somebody may know the one before. Check the address of your account too.
password-alarm-forgot = Your present password no longer works? Somebody may have changed it:
password-tokens = { $count ->
    [one] Also end the token or app password of your programs
   *[other] Also end the { $count } tokens and app passwords of your programs
}
password-tokens-hint = Keep this ticked if somebody else may know your password.
password-told-tokens = { $count ->
    [one] The token or app password of your programs has ended too.
   *[other] The { $count } tokens and app passwords of your programs have ended too.
}
password-told = Your password is changed. Your other devices are signed out.
# The devices.
sessions-title = Signed-in devices
sessions-intro = Your account is open on these devices. Their names are what their browsers announce.
sessions-this = This device
sessions-device = { $browser } on { $system }
sessions-device-system = A browser on { $system }
sessions-device-unknown = Unknown device
sessions-used-now = In use now
sessions-used-just-now = Used less than 10 minutes ago
sessions-used-minutes = Used about { $count } minutes ago
sessions-used-hours = { $count ->
    [one] Used about one hour ago
   *[other] Used about { $count } hours ago
}
sessions-used-days = { $count ->
    [one] Used yesterday
   *[other] Used { $count } days ago
}
sessions-since = Signed in since { $day }
sessions-end = Sign out this device
sessions-end-of = Sign out this device: { $device }
sessions-end-others = Sign out all other devices
sessions-alone = Your account is open nowhere else.
sessions-strange = You do not recognise a device?
sessions-not-me-text = All other devices will be signed out, then you choose a new password.
sessions-told-ended = Done: this device is signed out.
sessions-told-gone = This device was signed out already.
sessions-told-others = { $count ->
    [0] No other device was signed in.
    [one] Done: one device is signed out.
   *[other] Done: { $count } devices are signed out.
}
