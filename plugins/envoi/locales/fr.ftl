transfers = Envois
boxes = Boîtes de dépôt
views = Vues
all-transfers = Tous les envois
all-boxes = Toutes les boîtes
older = Plus anciens
# La liste.
no-transfer = Pas encore d’envoi. Préparez le premier juste en dessous : personne ne le voit avant que vous ne le partagiez.
no-transfer-for-you = Pas d’envoi ici pour l’instant. Ceux que l’on partage avec vous apparaîtront sur cette page.
state-waiting = Sans fichier
state-open = Ouvert
state-ended = Terminé
files = { $count ->
    [0] Aucun fichier
    [one] Un fichier
   *[other] { $count } fichiers
}
ends-on = Disponible jusqu’au
ended-on = Terminé le
# Un nouvel envoi.
new-transfer = Envoyer des fichiers
make-transfer = Choisir les fichiers
title-label = Titre
title-hint = Par exemple « Photos du voyage ».
message-label = Message
optional = Facultatif.
ends-label = Dernier jour
ends-hint = Ce jour passé, les fichiers sont effacés. 90 jours au plus.
# Un envoi, pour la personne qui l’envoie.
add-title = Ajouter des fichiers
add-button = Ajouter les fichiers
files-title = Fichiers
choose-first = Choisissez d’abord au moins un fichier.
added = { $count ->
    [one] Le fichier est ajouté.
   *[other] { $count } fichiers sont ajoutés.
}
who = Qui peut prendre ces fichiers ?
share = Envoyer à quelqu’un
share-hint = Un lien, un code à scanner, ou des personnes : vous pouvez les changer et les arrêter plus tard.
change = Modifier
save = Enregistrer
saved = C’est enregistré.
faster = Quelqu’un vient de changer cela. Votre texte est gardé ici : enregistrez encore une fois pour le mettre.
more-files = Plus de fichiers
download-all = Tout télécharger
replace = Remplacer
replace-of = Remplacer { $name }
replace-title = Remplacer « { $name } »
replace-hint = L’adresse reste la même. Le fichier d’avant est effacé aussitôt que le nouveau est arrivé.
replaced = Le fichier est remplacé. Ceux qui ont le lien auront le nouveau.
remove = Retirer
remove-of = Retirer { $name }
remove-question = Retirer « { $name } » ?
remove-hint = Il est effacé tout de suite et pour de bon : personne ne pourra plus le prendre.
remove-yes = Effacer ce fichier
removed-file = Le fichier est effacé.
keep = Garder
end-now = Arrêter et effacer…
end-question = Arrêter « { $title } » maintenant ?
end-hint = Les liens ne donnent plus rien, un téléchargement en cours est coupé, et les fichiers sont effacés pour de bon.
end-yes = Arrêter et effacer les fichiers
ended-now = L’envoi est terminé, et ses fichiers sont effacés.
ended-hint = Les fichiers sont effacés, personne ne peut plus les prendre. Cette page reste 30 jours, pour vous seulement.
forget = Retirer de la liste
taken-title = Qui a pris quoi
taken-nothing = Personne n’a encore pris de fichier.
a-file = un fichier
somebody = Quelqu’un qui a le lien
times = { $count } fois
intact = Vérifier que le fichier est intact
intact-hint = Qui obtient la même empreinte (SHA-256) a exactement le même fichier.
# Un envoi, pour qui le reçoit.
from = De la part de { $sender }.
nothing-yet = Pas encore de fichier. Revenez bientôt !
take-all = { $count ->
    [one] Télécharger le fichier ({ $size })
   *[other] Télécharger les { $count } fichiers ({ $size })
}
choose = Choisir
take-chosen = Télécharger les fichiers choisis
over-title = Cet envoi est terminé
over = Les fichiers de « { $title } » ne sont plus là.
ask-sender = Demandez à { $sender } de vous les envoyer encore une fois.
ask-somebody = Demandez à la personne qui vous les a envoyés de le faire encore une fois.
# Les boîtes de dépôt.
no-box = Pas encore de boîte. Préparez la première juste en dessous : elle reçoit les fichiers des autres, sans compte, et vous seul voyez ce qui arrive.
no-box-for-you = Pas de boîte ici pour l’instant.
state-takes = Ouverte
state-closed = Fermée
new-box = Demander des fichiers
make-box = Créer la boîte
box-title-hint = Ce que vous demandez, par exemple « Vos photos de la fête ».
box-files = Fichiers, au plus
box-gigabytes = Taille en tout, en Go, au plus
closes-on = Ouverte jusqu’au
closed-on = Fermée le
who-deposits = Qui peut déposer des fichiers ?
share-box = Inviter à déposer
share-box-hint = Choisissez un lien qui permet « d’ajouter, sans voir ce que les autres ont ajouté ».
nothing-came = Rien n’est arrivé pour l’instant.
by = de { $who }
close = Fermer la boîte…
close-question = Fermer « { $title } » ?
close-hint = Plus rien n’arrive. Ce qui est arrivé peut rester, ou aller à la corbeille avec la boîte, où il reste 30 jours.
close-yes = Fermer, et garder ce qui est arrivé
close-erase = Mettre la boîte et son contenu à la corbeille
# Une boîte, pour qui dépose.
asks = { $owner } vous demande des fichiers.
takes = { $count ->
    [one] La boîte prend encore un fichier, { $size } en tout.
   *[other] La boîte prend encore { $count } fichiers, { $size } en tout.
}
your-name = Votre nom
your-name-hint = Facultatif. Pour que l’on sache de qui viennent les fichiers.
deposit-title = Déposer des fichiers
deposit-button = Déposer
deposit-private = Une fois déposés, vos fichiers ne sont vus que par la personne qui les demande : ni vous ni d’autres ne pouvez les reprendre ici.
received = { $count ->
    [one] Merci ! Votre fichier est bien arrivé.
   *[other] Merci ! Vos { $count } fichiers sont bien arrivés.
}
box-is-closed = Cette boîte est fermée : elle ne prend plus de fichiers. Demandez un autre lien à la personne qui vous l’a envoyé.
box-is-full = Cette boîte est pleine. Prévenez la personne qui vous a envoyé le lien.
too-many-files = { $count ->
    [0] Cette boîte est pleine. Prévenez la personne qui vous a envoyé le lien.
    [one] La boîte ne prend plus qu’un fichier. Choisissez-en un seul.
   *[other] La boîte ne prend plus que { $count } fichiers. Choisissez-en moins.
}
too-many-bytes = C’est trop gros : la boîte ne prend plus que { $size } en tout.
