sign-in-title = Se connecter
sign-in-address = Votre adresse e-mail
sign-in-password = Votre mot de passe
sign-in-button = Se connecter
sign-in-no-account = Vous avez reçu un lien ? Ouvrez-le simplement : il n’y a pas besoin de compte.
sign-in-forgotten = Mot de passe oublié ? Demandez à une personne qui s’occupe de { $association } : elle peut vous aider.
sign-in-refused = L’adresse ou le mot de passe ne va pas. Vérifiez-les, puis essayez encore.
sign-in-too-many = Il y a eu trop d’essais. Attendez { $wait }, puis essayez encore.
