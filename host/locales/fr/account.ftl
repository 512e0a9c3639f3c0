account-title = Mon compte
account-name = Votre nom
account-name-hint = Celui que les autres voient.
account-language = Langue
account-save = Enregistrer
account-told-saved = C’est enregistré.
account-me = Moi
account-signing-in = Me connecter
account-password-hint = Si quelqu’un d’autre le connaît, ou pour un meilleur.
account-security-hint = Demander plus que le mot de passe, pour que lui seul ne suffise pas.
account-address-hint = L’adresse avec laquelle vous vous connectez.
account-devices = Mes appareils
account-sessions-hint = Voir où votre compte est ouvert, et fermer ce que vous ne connaissez pas.
account-activity-hint = Ce qui s’est passé sur votre compte.
account-data = Mes contenus
account-trash-hint = Reprendre ce que vous avez enlevé.
account-export-hint = Tout télécharger, pour le garder chez vous.
account-erase-hint = Partir, et ne rien laisser.
account-association = L’association
account-members-hint = Inviter, et voir qui a un compte ou un lien.
account-groups-hint = Partager avec plusieurs personnes à la fois.
account-settings-hint = Son nom, ses couleurs, ses services.
account-console-hint = L’espace, les messages, ce qui ne va pas.
account-programs = Pour les programmes
account-tokens-hint = Relier un programme à votre compte. La plupart des personnes n’en ont pas besoin.
account-address = Adresse e-mail
account-role = Rôle
account-role-member = Membre
account-role-administrator = Administre l’association
account-sign-out = Se déconnecter
account-sign-out-hint = À faire sur un appareil qui n’est pas à vous.
account-space = Espace
account-space-of = { $used } sur { $most }
account-space-soft = Votre espace est bientôt plein. Ce que vous mettez à la corbeille prend de la place pendant encore 30 jours.
account-space-full = Votre espace est plein : plus rien ne peut y être ajouté. Tout reste lisible. Ce que vous mettez à la corbeille prend de la place pendant encore 30 jours.
# Le mot de passe.
password-title = Changer de mot de passe
password-intro = Vos autres appareils seront déconnectés. Celui-ci reste connecté.
password-present = Mot de passe actuel
password-new = Nouveau mot de passe
password-again = Le nouveau mot de passe, encore une fois
password-button = Changer le mot de passe
password-wrong = Le mot de passe actuel ne va pas. Rien n’a été changé : essayez encore.
password-differs = Les deux nouveaux mots de passe ne sont pas les mêmes. Écrivez-les encore une fois.
password-alarm-intro = Choisissez un mot de passe que vous n’avez jamais utilisé ailleurs : celui d’avant est peut-être connu de quelqu’un. Vérifiez aussi l’adresse de votre compte.
password-alarm-forgot = Votre mot de passe actuel ne va plus ? Quelqu’un l’a peut-être changé :
password-tokens = { $count ->
    [one] Arrêter aussi le jeton ou le mot de passe d’application de vos programmes
   *[other] Arrêter aussi les { $count } jetons et mots de passe d’application de vos programmes
}
password-tokens-hint = Gardez cette case cochée si quelqu’un d’autre connaît peut-être votre mot de passe.
password-told-tokens = { $count ->
    [one] Le jeton ou mot de passe d’application de vos programmes est arrêté aussi.
   *[other] Les { $count } jetons et mots de passe d’application de vos programmes sont arrêtés aussi.
}
password-told = Votre mot de passe est changé. Vos autres appareils sont déconnectés.
# Les appareils connectés.
sessions-title = Appareils connectés
sessions-intro = Votre compte est ouvert sur ces appareils. Leur nom est celui que leur navigateur annonce.
sessions-this = Cet appareil
sessions-device = { $browser } sur { $system }
sessions-device-system = Un navigateur sur { $system }
sessions-device-unknown = Appareil inconnu
sessions-used-now = Utilisé en ce moment
sessions-used-just-now = Utilisé il y a moins de 10 minutes
sessions-used-minutes = Utilisé il y a environ { $count } minutes
sessions-used-hours = { $count ->
    [one] Utilisé il y a environ une heure
   *[other] Utilisé il y a environ { $count } heures
}
sessions-used-days = { $count ->
    [one] Utilisé hier
   *[other] Utilisé il y a { $count } jours
}
sessions-since = Connecté depuis le { $day }
sessions-end = Déconnecter cet appareil
sessions-end-of = Déconnecter cet appareil : { $device }
sessions-end-others = Déconnecter tous les autres appareils
sessions-alone = Votre compte n’est ouvert nulle part ailleurs.
sessions-strange = Vous ne reconnaissez pas un appareil ?
sessions-not-me-text = Tous les autres appareils seront déconnectés, puis vous choisirez un nouveau mot de passe.
sessions-told-ended = C’est fait : cet appareil est déconnecté.
sessions-told-gone = Cet appareil était déjà déconnecté.
sessions-told-others = { $count ->
    [0] Aucun autre appareil n’était connecté.
    [one] C’est fait : un appareil est déconnecté.
   *[other] C’est fait : { $count } appareils sont déconnectés.
}
