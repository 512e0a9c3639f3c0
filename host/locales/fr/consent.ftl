# Ce que lit un opérateur avant de dire oui à un service.
consent-publisher = Signé avec la clé { $key }
consent-unsigned = Non signé : rien ne dit qui l’a fait
consent-keeps = Garde « { $collection } », vu par : { $who }
consent-wasi = Demande aussi une horloge, des nombres au hasard et une sortie, comme les programmes de son langage : cela ne lui donne rien
consent-nothing = Ne demande rien
consent-objects-read = lire ce que la personne qui l’utilise peut voir dans ce service
consent-objects-write = écrire dans ce service ce que la personne qui l’utilise peut écrire, quand elle envoie un formulaire
consent-sharing = dire avec des mots qui peut voir quelque chose
consent-caller = connaître le nom et le genre de compte de la personne qui l’utilise
consent-log = écrire des lignes dans le journal du serveur
consent-other = utiliser une capacité pour laquelle cette liste n’a pas encore de mots
consent-seen-by-visitor = tout le monde
consent-seen-by-account = toute personne connectée
consent-seen-by-member = tous les membres
consent-seen-by-author = la personne qui l’a fait
consent-seen-by-owner = la personne à qui cela appartient
consent-seen-by-shared = les personnes avec qui c’est partagé
