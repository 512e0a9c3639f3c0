sharing-title = Partager « { $title } »
sharing-back = Retour
sharing-who = Qui peut voir cela ?
# Le lien.
sharing-new-title = Partager par un lien
sharing-new-hint = Vous envoyez le lien à qui vous voulez. Pour regarder, il suffit de l’ouvrir, sans compte.
sharing-new-more = Choisir ce que le lien permet
sharing-new-role = La personne qui a le lien peut
sharing-new-ends = Le lien fonctionne
sharing-new-label = Un nom pour vous y retrouver (facultatif)
sharing-new-label-hint = Par exemple « Famille ». Personne d’autre ne le voit.
sharing-new-button = Créer un lien
sharing-offer-viewer = regarder
sharing-offer-contributor = regarder et ajouter
sharing-offer-depositor = ajouter, sans voir ce que les autres ont ajouté
sharing-offer-editor = regarder, ajouter et tout modifier
sharing-ends-none = sans limite de temps
sharing-ends-week = pendant une semaine
sharing-ends-month = pendant un mois
sharing-ends-year = pendant un an
# Les partages en cours.
sharing-list = Partages en cours
sharing-empty = Rien n’est partagé pour l’instant.
sharing-link = Lien de partage
sharing-link-new = Nouveau
sharing-link-address = Adresse du lien
sharing-link-copy-hint = Touchez l’adresse pour la choisir, puis copiez-la.
sharing-link-hidden = L’adresse n’est plus affichée. Si elle est perdue, arrêtez ce partage et créez un nouveau lien.
sharing-mail = Envoyer par e-mail
sharing-mail-body = Bonjour, voici le lien pour « { $title } » : { $url }
sharing-may-viewer = Peut regarder
sharing-may-contributor = Peut regarder et ajouter
sharing-may-depositor = Peut ajouter, sans voir ce que les autres ont ajouté
sharing-may-editor = Peut regarder, ajouter et tout modifier
sharing-may-owner = Décide de tout
sharing-row-ends = S’arrête tout seul le { $day }
sharing-row-no-end = Sans date de fin
sharing-row-unopened = Pas encore ouvert
sharing-row-opened = { $count ->
    [one] Ouvert une fois
   *[other] Ouvert { $count } fois
}
sharing-stop = Arrêter ce partage
sharing-stop-of = Arrêter ce partage : { $label }
# Plus largement.
sharing-wider = Partager plus largement
sharing-members = Tous les membres de { $association }
sharing-everyone = Tout le monde, même sans compte et sans lien
sharing-audience-none = Non
sharing-audience-viewer = Oui, pour regarder
sharing-audience-contributor = Oui, pour regarder et ajouter
sharing-audience-depositor = Oui, pour ajouter seulement
sharing-audience-editor = Oui, pour tout modifier
sharing-audience-button = Enregistrer
sharing-audience-button-of = Enregistrer : { $audience }
# « Qui peut voir cela ? » en une phrase.
sentence-everyone = Tout le monde, même sans compte.
sentence-only = Seulement { $who }.
sentence-you = vous
sentence-list = { $first } et { $last }.
sentence-members = tous les membres
sentence-people = { $count ->
    [one] une personne que l’on a choisie
   *[other] { $count } personnes que l’on a choisies
}
sentence-guests = { $count ->
    [one] un invité
   *[other] { $count } invités
}
sentence-links = { $count ->
    [one] toute personne qui a le lien
   *[other] toute personne qui a le lien ({ $count } liens)
}
sentence-deposit-links = { $count ->
    [one] Un lien permet d’ajouter sans voir.
   *[other] { $count } liens permettent d’ajouter sans voir.
}
sentence-deposit-members = Les membres peuvent ajouter sans voir.
sentence-deposit-everyone = Tout le monde peut ajouter sans voir.
sharing-kind-link = Lien
sharing-kind-guest = Invité, par un lien personnel
sharing-kind-account = Compte
sharing-kind-group = Groupe
sharing-personal-hint = Ce lien est pour cette personne : si elle le transmet, vous voyez un appareil de plus.
sharing-person-more = Droits et date de fin
sharing-invite = Envoyer l’invitation
sharing-invite-again = Envoyer de nouveau l’invitation
sharing-invite-again-of = Envoyer de nouveau l’invitation : { $label }
sharing-row-last = { $count ->
    [0] aujourd’hui pour la dernière fois
    [1] hier pour la dernière fois
   *[other] il y a { $count } jours pour la dernière fois
}
sharing-row-devices = Ouvert sur { $count } appareils, le plus récent le { $day }
sharing-row-new-device = { $count ->
    [0] Ouvert sur un nouvel appareil aujourd’hui : { $device }
    [1] Ouvert sur un nouvel appareil hier : { $device }
   *[other] Ouvert sur un nouvel appareil il y a { $count } jours : { $device }
}
sharing-row-password = Protégé par un mot de passe
sharing-row-downloads = { $count } téléchargements sur { $most }
sharing-row-sent = Invitation envoyée à { $address } le { $day }
sharing-row-undelivered = La dernière invitation n’a pas pu être remise : vérifiez l’adresse avec la personne
sharing-group-title = Partager avec un groupe
sharing-group = Groupe
sharing-group-role = Ses membres peuvent
sharing-group-button = Partager
sentence-groups = { $count ->
    [one] un groupe
   *[other] { $count } groupes
}
sentence-deposit-people = { $count ->
    [one] Une personne ou un groupe peut ajouter sans voir.
   *[other] { $count } personnes ou groupes peuvent ajouter sans voir.
}
