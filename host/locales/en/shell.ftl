# What surrounds every page.
shell-skip = Skip to the content
shell-services = Services
shell-paused = on a break
shell-account = My account
shell-sign-in = Sign in
shell-language = Read this page in English
shell-guest = What is kept about me
shell-legal = Legal and privacy
# What is said after a deed.
told-link-created = The link is ready. Copy it and send it to the people you choose.
told-sharing-stopped = Done: this sharing has stopped. Nobody can come in that way any more.
told-sharing-changed = Done: the sharing has changed.
told-signed-in = Hello, good to see you again!
told-signed-out = You are signed out. See you soon!
told-welcomed = Your account is ready. Welcome!
told-form-expired = This page had been open for too long. Nothing was done: please try once more.
