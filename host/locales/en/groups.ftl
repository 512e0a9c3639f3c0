# The groups of the association and the roles that it gives.
groups-title = Groups and roles
groups-intro = A group gathers accounts under a name, for example “Choir”. What is shared with a group is seen by whoever is in it at the moment.
groups-empty = There is no group yet.
groups-count = { $count ->
    [0] Nobody for now
    [one] One person
   *[other] { $count } people
}
groups-new-title = Make a group
groups-name = Name of the group
groups-name-hint = People who share see it in a list.
groups-new-button = Make it
groups-name-missing = Give the group a name, of 100 characters at most.
groups-name-taken = Another group has this name already. Choose another one.
groups-nobody = No account has this address. Check it, or invite the person first.
groups-full = There is no room left: take somebody or something away first.
groups-told-created = The group is made. You can add people to it.
groups-told-saved = It is saved.
groups-told-added = Done: { $name } is in it.
groups-told-removed = Done: this person is not in it any more.
groups-told-deleted = The group is deleted, and what was shared with it is not any more.
group-members = Who is in it
group-empty = Nobody for now.
group-remove = Take out
group-remove-of = Take out: { $name }
group-add-title = Add a person
group-address = E-mail address of the account
group-address-hint = Begin to write: the accounts of the association are offered.
group-add = Add
group-rename-title = Change the name
group-rename = Save
group-delete-title = Delete this group
group-delete-hint = The accounts stay. What is shared with this group stops at once.
group-delete = Delete the group
roles-title = Roles
roles-intro = Some services give tasks to people of the association. They have these rights as long as you leave them.
roles-empty = No service of the association asks for a role.
roles-services = Asked for by: { $services }
roles-nobody = Nobody has this role for now.
roles-give = Give this role
roles-give-of = Give the role: { $role }
roles-take = Take this role back
roles-take-of = Take the role { $role } back: { $name }
roles-told-given = Done: { $name } has this role.
roles-told-taken = Done: this person does not have this role any more.
