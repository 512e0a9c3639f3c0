account-title = My account
account-name = Name
account-address = E-mail address
account-role = Role
account-role-member = Member
account-role-administrator = Runs the association
account-sign-out = Sign out
account-sign-out-hint = Do this on a device that is not yours.
