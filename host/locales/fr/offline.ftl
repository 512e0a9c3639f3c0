# À la place de la page du navigateur, quand personne ne répond.
offline-title = Pas de connexion pour le moment
offline-text = Cet appareil n’a pas de réseau, ou le site ne répond pas. Rien de ce qui était enregistré n’est perdu. Vérifiez la connexion, puis réessayez.
offline-again = Réessayer
