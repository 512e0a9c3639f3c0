# Ce qui entoure chaque page.
shell-skip = Aller au contenu
shell-services = Services
shell-paused = en pause
shell-account = Mon compte
shell-sign-in = Se connecter
shell-language = Lire cette page en français
shell-guest = Ce qui est gardé de moi
shell-legal = Mentions et vie privée
# Ce que l’on dit après un geste.
told-link-created = Le lien est prêt. Copiez-le et envoyez-le aux personnes de votre choix.
told-sharing-stopped = C’est fait : ce partage est arrêté. Plus personne ne peut entrer par là.
told-sharing-changed = C’est fait : le partage est changé.
told-signed-in = Bonjour, heureux de vous revoir !
told-signed-out = Votre visite est terminée. À bientôt !
told-welcomed = Votre compte est prêt. Bienvenue !
told-form-expired = Cette page était ouverte depuis trop longtemps. Rien n’a été fait : essayez encore une fois.
