# Créer un compte, par soi-même ou sur invitation.
join-title = Créer un compte
join-intro = Rejoignez { $association } avec un nom, une adresse et un mot de passe.
join-address-hint = Elle sert à vous connecter. Nous y envoyons un lien pour vérifier qu’elle est à vous.
join-invited-intro = { $association } vous invite. Choisissez votre nom et un mot de passe : c’est tout.
join-invited-address-hint = Celle où vous avez reçu l’invitation. Elle sert à vous connecter.
join-by-invitation = { $association } accueille ses membres sur invitation. Demandez la vôtre à une personne de l’association.
join-closed = { $association } n’ouvre pas de nouveau compte pour le moment.
join-back = Retour à l’accueil
# Un lien est parti par e-mail.
mailed-title = Regardez vos e-mails
mailed-text = Un message est parti vers { $address }. Ouvrez-le, puis suivez ce qu’il dit.
mailed-look = Il peut mettre quelques minutes. Rien n’arrive ? Regardez dans les indésirables, puis vérifiez l’adresse ci-dessus.
mailed-again = Écrire une autre adresse
mailed-by-hand-title = Demandez votre lien
mailed-by-hand-text = Ce serveur n’envoie pas encore d’e-mails. La personne qui administre l’association trouve dans sa console le message pour { $address } : demandez-lui le lien.
dead-link-title = Ce lien ne sert plus
dead-link-text = Il a déjà servi, il est trop ancien, un plus récent l’a remplacé, ou il en manque un morceau. Rien n’a été changé.
confirm-join-title = Confirmer votre adresse
confirm-join-text = Bonjour { $name }. Écrivez le mot de passe que vous venez de choisir, et votre compte chez { $association } est ouvert.
confirm-join-password = Le mot de passe que vous avez choisi
confirm-join-button = Ouvrir mon compte
confirm-join-wrong = Ce n’est pas le mot de passe que vous aviez choisi. Essayez encore.
confirm-join-forgotten = Vous ne le savez plus, ou vous n’avez rien demandé ? Recommencez avec un autre :
confirm-address-title = Confirmer votre nouvelle adresse
confirm-address-text = Votre compte aura l’adresse { $address } : c’est avec elle que vous vous connecterez.
confirm-address-button = Utiliser cette adresse
# Le mot de passe est oublié.
forgot-title = Mot de passe oublié
forgot-intro = Écrivez l’adresse de votre compte : nous y envoyons un lien pour choisir un nouveau mot de passe.
forgot-button = Recevoir le lien
forgot-hint = Le lien sert une fois, pendant 30 minutes. Votre mot de passe ne change pas tant que vous n’en avez pas choisi un autre.
reset-title = Choisir un nouveau mot de passe
reset-intro = Tous vos appareils seront déconnectés. Vous vous connecterez ensuite avec le nouveau mot de passe.
reset-told = Votre nouveau mot de passe est en place. Connectez-vous avec lui.
reset-again = Recevoir un nouveau lien
# « Ce n’était pas moi. »
alarm-title = Fermer votre compte à double tour ?
alarm-text = Si quelqu’un d’autre est entré dans votre compte : tous les appareils seront déconnectés et l’ancien mot de passe n’ouvrira plus rien. Vous en choisirez un nouveau aussitôt.
alarm-button = Ce n’était pas moi
alarm-told = Plus personne n’est dans votre compte. Choisissez maintenant un nouveau mot de passe.
alarm-told-address = Plus personne n’est dans votre compte, et il a de nouveau votre adresse. Choisissez maintenant un nouveau mot de passe.
# Une autre adresse.
address-title = Changer d’adresse e-mail
address-intro = Nous envoyons un lien à la nouvelle adresse. Rien ne change tant que vous ne l’avez pas suivi.
address-present = Adresse actuelle
address-new = Nouvelle adresse
address-button = Envoyer le lien
address-password-wrong = Le mot de passe ne va pas. Rien n’a été envoyé : essayez encore.
address-same = C’est déjà l’adresse de votre compte.
address-told = C’est fait : votre compte a sa nouvelle adresse.
