home-greeting = Bienvenue chez { $association }
home-services = Que voulez-vous faire ?
home-empty = Aucun service n’est encore ouvert ici. Revenez bientôt !
home-empty-visitor = Rien n’est ouvert à tous ici. Si vous êtes membre, connectez-vous pour retrouver vos services.
home-link-hint = Quelqu’un vous a envoyé un lien ? Ouvrez-le simplement : il n’y a pas besoin de compte.
home-sign-in = Se connecter
