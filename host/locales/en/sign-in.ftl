sign-in-title = Sign in
sign-in-address = Your e-mail address
sign-in-password = Your password
sign-in-button = Sign in
sign-in-no-account = Did you receive a link? Just open it: no account is needed.
sign-in-forgotten = Forgotten your password? Ask somebody who looks after { $association }: they can help you.
sign-in-refused = The address or the password does not match. Check them and try again.
sign-in-too-many = There were too many attempts. Wait { $wait }, then try again.
