# What an operator reads before saying yes to a plugin.
consent-publisher = Signed with the key { $key }
consent-unsigned = Not signed: nothing tells who made it
consent-keeps = Keeps “{ $collection }”, seen by: { $who }
consent-wasi = Also asks for a clock, random numbers and output, as programs of its language do: nothing is granted by it
consent-nothing = Asks for nothing
consent-objects-read = read what the person who uses it may see in this service
consent-objects-write = write in this service what the person who uses it may write, when they send a form
consent-sharing = say in words who can see something
consent-caller = know the name and the kind of the person who uses it
consent-log = write lines into the log of the host
consent-other = use a capability that this list has no words for yet
consent-seen-by-visitor = everybody
consent-seen-by-account = whoever is signed in
consent-seen-by-member = every member
consent-seen-by-author = whoever made it
consent-seen-by-owner = its owner
consent-seen-by-shared = those it is shared with
