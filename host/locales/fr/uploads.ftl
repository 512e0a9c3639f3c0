guest-name = Invité
upload-too-many = Un envoi contient au plus { $most } fichiers : envoyez les autres ensuite.
upload-empty = « { $name } » est vide : ce fichier n’a pas été ajouté.
upload-wrong-type = « { $name } » n’est pas d’un type accepté ici : ce fichier n’a pas été ajouté.
upload-too-large = « { $name } » dépasse { $most } : ce fichier n’a pas été ajouté.
outside-mark = (autre site)
