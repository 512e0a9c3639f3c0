leave-title = Vous allez sur un autre site
leave-text = Ce lien mène à { $host }. Nous ne savons pas ce qui s’y trouve.
leave-address = Adresse complète
leave-caution = N’y écrivez jamais votre mot de passe d’ici.
leave-go = Continuer vers { $host }
leave-stay = Rester ici
leave-broken = Ce lien ne mène à aucun site que nous puissions ouvrir.
