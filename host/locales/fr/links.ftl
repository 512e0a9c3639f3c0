# La page d’un lien.
sharing-link-more = Code QR, affiche, droits et date de fin
sharing-link-more-of = Code QR, affiche, droits et date de fin : { $label }
link-give = Donner ce lien
link-code = Code QR du lien
link-poster = Une affiche à imprimer
link-change = Changer ce que le lien permet
link-change-hint = L’adresse reste la même : les personnes qui l’ont déjà continuent avec ce que vous choisissez ici.
link-ends = Dernier jour du lien (facultatif)
link-ends-hint = Laissez vide pour un lien sans date de fin. Le jour se termine à minuit, temps universel.
link-ends-wrong = Cette date ne va pas. Choisissez aujourd’hui ou un jour à venir, ou laissez le champ vide.
link-save = Enregistrer
link-told-changed = C’est enregistré. L’adresse du lien est toujours la même.
poster-look = Ouvrez ceci pour regarder, sans compte.
poster-add = Ouvrez ceci pour ajouter les vôtres, sans compte.
poster-look-and-add = Ouvrez ceci pour regarder et ajouter, sans compte.
poster-how = Visez ce carré avec l’appareil photo de votre téléphone, ou écrivez cette adresse dans un navigateur :
poster-print = Imprimez cette page avec votre navigateur : il n’y aura que l’affiche sur le papier.
# Ce qui se trouve dans autre chose.
sharing-outer = Cela se trouve dans « { $title } »
sharing-outer-untitled = ce qui l’entoure
sharing-outer-followed = Les personnes qui peuvent voir l’ensemble peuvent aussi voir cela.
sharing-outer-private = Privé : les personnes qui peuvent voir l’ensemble ne voient pas cela. Seuls comptent les partages de cette page.
sharing-outer-look = Voir qui peut voir l’ensemble
sharing-outer-leave = Rendre privé
sharing-outer-follow = Partager de nouveau avec l’ensemble
# Ce qui protège un lien.
link-password = Mot de passe (facultatif)
link-password-hint = On le demande à l’ouverture du lien. Donnez-le de vive voix, jamais avec le lien.
link-password-other = Un autre mot de passe
link-password-kept = Ce lien a un mot de passe. Laissez vide pour le garder ; un autre ferme le lien à toutes les personnes qui l’ont ouvert.
link-unlock = Ne plus demander de mot de passe
link-password-short = Un mot de passe de lien a au moins { $least } caractères. Quelques mots simples vont très bien.
link-password-long = Un mot de passe de lien a au plus { $most } caractères.
link-downloads = Nombre de téléchargements (facultatif)
link-downloads-hint = Chaque original ou chaque archive compte une fois par navigateur. Laissez vide pour ne pas compter.
link-downloads-taken = { $count ->
    [0] Aucun pour l’instant.
    [one] Un pour l’instant.
   *[other] { $count } pour l’instant.
}
link-downloads-wrong = Écrivez un nombre entier à partir de 1, ou laissez le champ vide.
link-gate-title = Un mot de passe est demandé
link-gate-intro = Ce partage de { $association } est protégé. La personne qui vous a envoyé le lien connaît le mot de passe.
link-gate-password = Mot de passe du partage
link-gate-button = Ouvrir
link-gate-hint = Ce n’est pas le mot de passe d’un compte : il n’en faut pas.
link-gate-wrong = Ce mot de passe ne va pas. Vérifiez-le auprès de la personne qui partage, puis essayez de nouveau.
link-gate-too-many = Il y a eu beaucoup d’essais. Attendez { $wait }, puis essayez de nouveau.
# Une personne.
person-title = Partager avec une personne
person-intro = Elle reçoit un lien à elle, sans compte. Vous voyez quand elle l’ouvre, et pouvez l’arrêter pour elle seule.
person-name = Son nom
person-name-hint = Comme vous l’appelez, par exemple « Mamie Jeanne ».
person-name-missing = Écrivez son nom, pour vous y retrouver.
person-name-long = Ce nom est trop long : { $most } caractères au plus.
person-address = Son adresse e-mail (facultatif)
person-address-hint = L’invitation y est envoyée. Si cette adresse a un compte ici, le partage va au compte. Sans adresse, vous donnez le lien vous-même.
person-address-wrong = Cette adresse ne va pas. Vérifiez-la, par exemple jeanne@exemple.fr.
person-invited-already = Cette personne est déjà invitée. Vous la trouvez dans la liste ci-dessus, pour changer ses droits ou lui envoyer de nouveau l’invitation.
person-yourself = C’est votre propre adresse : vous voyez déjà cela.
person-role = Elle peut
person-ends = Cela fonctionne
person-button = Inviter
person-change = Changer ce partage
person-told-invited = L’invitation est partie pour { $address }.
person-told-link = C’est prêt. Donnez à { $name } le lien qui lui est réservé.
person-told-account = C’est partagé avec le compte de { $name }, à qui un message est parti.
person-told-unsent = C’est partagé avec { $name }, mais aucun message n’est parti : vous en avez envoyé beaucoup. Donnez l’adresse vous-même.
person-told-soon = Une invitation est déjà partie il y a peu. Attendez un peu avant d’en envoyer une autre.
person-told-many = Vous avez envoyé beaucoup d’invitations aujourd’hui. Continuez demain, ou donnez le lien vous-même.
# L’invitation.
invitation-subject = { $sharer } partage « { $title } » avec vous
invitation-hello = Bonjour { $name },
invitation-look = { $sharer } vous invite à regarder « { $title } ».
invitation-add = { $sharer } vous invite à ajouter vos contributions à « { $title } ».
invitation-look-and-add = { $sharer } vous invite à regarder « { $title } » et à y contribuer.
invitation-how = Il suffit d’ouvrir ce lien, sans compte ni mot de passe.
invitation-how-account = Ouvrez ce lien et entrez avec votre compte.
invitation-ends = Le lien fonctionne jusqu’au { $day }.
invitation-button = Ouvrir « { $title } »
invitation-untitled = un partage
invitation-footnote = Ce lien est pour vous : qui l’a peut entrer. Vous n’attendiez rien de { $sharer } ? Jetez ce message.
person-told-changed = C’est enregistré.
