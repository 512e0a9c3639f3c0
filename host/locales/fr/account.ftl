account-title = Mon compte
account-name = Nom
account-address = Adresse e-mail
account-role = Rôle
account-role-member = Membre
account-role-administrator = Administre l’association
account-sign-out = Se déconnecter
account-sign-out-hint = À faire sur un appareil qui n’est pas à vous.
