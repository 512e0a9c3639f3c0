security-title = Protection du compte
security-other-devices = Voir les appareils connectés
security-intro-off = Votre mot de passe suffit pour entrer. Avec une deuxième preuve, personne n’entre à votre place, même en le connaissant.
security-intro-on = Pour entrer, il faut votre mot de passe et une deuxième preuve. Une clé d’accès suffit à elle seule.
security-on = En place
security-off = Pas encore
security-since = En place depuis le { $day }
security-used = Dernière utilisation le { $day }
security-never-used = Jamais utilisée
security-more = Aussi pour votre sécurité
security-recovered = { $count ->
    [0] Votre dernier code de secours est utilisé. Créez une nouvelle liste dès maintenant.
    [one] Ce code de secours ne sert plus. Il vous en reste un.
   *[other] Ce code de secours ne sert plus. Il vous en reste { $count }.
}
# L’application d’authentification.
totp-title = Application d’authentification
totp-what = Une application de votre téléphone montre un code à six chiffres, que vous écrivez en plus du mot de passe.
totp-set-up = Configurer une application
totp-replace = Passer à une autre application
totp-remove = Retirer l’application
totp-replacing = Votre application actuelle reste valable jusqu’à ce que la nouvelle ait donné un code.
totp-scan = Ouvrez votre application d’authentification et photographiez ce code avec elle.
totp-qr = Code à photographier avec l’application d’authentification
totp-by-hand = Pas d’appareil photo ? Écrivez cette clé dans l’application :
totp-here = Ouvrir dans une application de cet appareil
totp-code-hint = Les six chiffres que l’application montre à présent.
totp-button = Terminer
totp-wrong = Ce code ne va pas. Attendez que l’application en montre un nouveau, et vérifiez l’heure de votre téléphone.
totp-told-enrolled = Votre application est en place. À la prochaine connexion, un code vous sera demandé.
totp-told-removed = L’application est retirée.
# Les clés d’accès.
passkeys-title = Clés d’accès
passkeys-what = Votre appareil garde une clé et l’ouvre avec votre empreinte, votre visage ou son code : il n’y a plus de mot de passe à écrire. Ailleurs, le mot de passe demandera alors aussi un code de secours ou une application.
passkey-add = Ajouter une clé d’accès
passkey-needs-script = Les clés d’accès demandent un navigateur récent, avec JavaScript.
passkey-name = Nom de la clé
passkey-name-first = Clé d’accès
passkey-name-wrong = Écrivez un nom de 100 caractères au plus. Rien n’a été changé.
passkey-rename = Renommer
passkey-remove = Retirer cette clé
passkey-remove-of = Retirer cette clé : { $name }
passkey-told-added = La clé d’accès est en place.
passkey-told-named = La clé d’accès porte ce nom.
passkey-told-removed = La clé d’accès est retirée. Vous pouvez aussi l’effacer de votre appareil.
passkey-told-gone = Cette clé d’accès était déjà retirée.
passkey-not-here = Les clés d’accès ne marchent pas à cette adresse.
passkey-late = Cela a pris trop de temps. Essayez encore.
passkey-refused = Cette clé d’accès n’a pas été acceptée. Essayez encore, ou entrez d’une autre façon.
passkey-unknown = Cette clé d’accès n’est pas connue ici. Essayez-en une autre, ou entrez d’une autre façon.
passkey-known = Cette clé d’accès sert déjà à un compte.
passkey-too-many = Vous avez déjà 20 clés d’accès. Retirez-en une d’abord.
# Les codes de secours.
recovery-title = Codes de secours
recovery-what = Dix codes sur papier remplacent votre téléphone ou votre clé le jour où ils manquent. Chacun sert une fois.
recovery-left = { $count ->
    [0] Vous n’avez aucun code de secours.
    [one] Il vous reste un code.
   *[other] Il vous reste { $count } codes.
}
recovery-need = Ils vont avec l’application et les clés d’accès : si vous les retirez toutes, ces codes ne servent plus non plus.
recovery-replaces = Une nouvelle liste remplace celle-ci.
recovery-new = Créer une nouvelle liste
recovery-make = Créer dix codes
recovery-print = Imprimez cette page ou recopiez les codes : ils ne seront plus montrés.
recovery-done = Les codes sont en lieu sûr
recovery-how = Chaque code sert une seule fois, à la place de l’application ou de la clé d’accès. Gardez cette carte avec vos papiers importants.
recovery-made = Créés le { $day }
# La deuxième étape.
factor-title = Deuxième étape
factor-intro = Votre mot de passe est juste. Il manque une deuxième preuve que c’est bien vous.
factor-code = Code de l’application
factor-code-hint = Les six chiffres que votre application d’authentification montre à présent.
factor-button = Continuer
factor-passkey = Utiliser une clé d’accès
factor-recovery = Vous n’avez pas votre téléphone ?
factor-recovery-code = Code de secours
factor-recovery-hint = Un des dix codes de votre carte. Il ne servira qu’une fois.
factor-wrong = Ce code ne va pas. Un code sert une seule fois : attendez le suivant, puis essayez encore.
factor-recovery-wrong = Ce code de secours ne va pas, ou il a déjà servi. Relisez votre carte, ou essayez un autre de ses codes.
factor-lost = Vous n’avez plus rien de tout cela ? Demandez à la personne qui s’occupe du site : elle peut vous aider.
factor-start-again = Cela a pris trop de temps, ou trop de codes n’allaient pas. Recommencez avec votre mot de passe.
proof-title = C’est bien vous ?
proof-intro = Ce que vous allez faire est important. Montrez encore une fois que c’est vous : ce sera valable 15 minutes.
proof-wrong = Le mot de passe ne va pas. Essayez encore.
proof-told = Merci, c’est bien vous. Vous pouvez continuer.
proof-leave = Revenir à mon compte sans rien changer
# Ce qui change est aussi écrit à l’adresse du compte.
news-subject = La protection de votre compte a changé – { $association }
news-totp-enrolled = Une application d’authentification vient d’être mise en place pour votre compte.
news-totp-removed = L’application d’authentification de votre compte vient d’être retirée.
news-passkey-added = Une clé d’accès vient d’être ajoutée à votre compte.
news-passkey-removed = Une clé d’accès vient d’être retirée de votre compte.
news-recovery-made = De nouveaux codes de secours viennent d’être créés pour votre compte. Les anciens ne servent plus.
news-recovery-used = Un code de secours de votre compte vient d’être utilisé.
news-reset = La personne qui s’occupe du site a retiré l’application, les clés d’accès et les codes de secours de votre compte. Votre mot de passe suffit maintenant pour entrer.
news-reset-more = Vous ne l’aviez pas demandé ? Dites-le tout de suite à une personne de l’association. Sinon, remettez-les en place quand vous voulez, depuis votre compte.
