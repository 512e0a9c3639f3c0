# Les groupes de l’association et les rôles qu’elle donne.
groups-title = Groupes et rôles
groups-intro = Un groupe réunit des comptes sous un nom, par exemple « Chorale ». Ce que l’on partage avec un groupe, ses membres du moment le voient.
groups-empty = Il n’y a pas encore de groupe.
groups-count = { $count ->
    [0] Personne pour l’instant
    [one] Une personne
   *[other] { $count } personnes
}
groups-new-title = Créer un groupe
groups-name = Nom du groupe
groups-name-hint = Les personnes qui partagent le voient dans une liste.
groups-new-button = Créer
groups-name-missing = Donnez un nom au groupe, de 100 caractères au plus.
groups-name-taken = Un autre groupe porte déjà ce nom. Choisissez-en un autre.
groups-nobody = Aucun compte n’a cette adresse. Vérifiez-la, ou invitez d’abord la personne.
groups-full = Il n’y a plus de place : retirez d’abord quelqu’un ou quelque chose.
groups-told-created = Le groupe est créé. Vous pouvez y ajouter des personnes.
groups-told-saved = C’est enregistré.
groups-told-added = C’est fait : { $name } en fait partie.
groups-told-removed = C’est fait : cette personne n’en fait plus partie.
groups-told-deleted = Le groupe est supprimé, et les partages avec lui sont arrêtés.
group-members = Qui en fait partie
group-empty = Personne pour l’instant.
group-remove = Retirer
group-remove-of = Retirer : { $name }
group-add-title = Ajouter une personne
group-address = Adresse e-mail du compte
group-address-hint = Commencez à écrire : les comptes de l’association vous sont proposés.
group-add = Ajouter
group-rename-title = Changer le nom
group-rename = Enregistrer
group-delete-title = Supprimer ce groupe
group-delete-hint = Les comptes restent. Les partages avec ce groupe s’arrêtent tout de suite.
group-delete = Supprimer le groupe
roles-title = Rôles
roles-intro = Certains services confient des tâches à des personnes de l’association. Elles ont ces droits tant que vous les leur laissez.
roles-empty = Aucun service de l’association ne demande de rôle.
roles-services = Demandé par : { $services }
roles-nobody = Personne n’a ce rôle pour l’instant.
roles-give = Donner ce rôle
roles-give-of = Donner le rôle : { $role }
roles-take = Retirer ce rôle
roles-take-of = Retirer le rôle { $role } : { $name }
roles-told-given = C’est fait : { $name } a ce rôle.
roles-told-taken = C’est fait : cette personne n’a plus ce rôle.
