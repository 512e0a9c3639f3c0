erase-title = Effacer mon compte
erase-intro = Votre compte et ce qui est à vous seront effacés. Pendant 30 jours, vous pouvez encore changer d’avis.
erase-now-title = Tout de suite
erase-now = Tous vos appareils sont déconnectés, et ce qui sera supprimé n’est plus montré à personne.
erase-then-title = Dans 30 jours
erase-then = Après cela, personne ne peut rien faire revenir. Dans les sauvegardes aussi, votre compte sera effacé à nouveau si l’une d’elles doit servir.
erase-nothing = Votre compte est supprimé. Vous n’avez rien déposé ici.
erase-row-deleted = { $kind } ({ $count }) : supprimé
erase-row-whole = { $kind } ({ $count }) : supprimé, avec tout ce qui s’y trouve, y compris ce que d’autres y ont ajouté
erase-row-kept = { $kind } ({ $count }) : gardé par l’association, sans votre nom
erase-law = Le journal de sécurité dit qu’un compte a été effacé, sans votre nom. La loi demande de garder votre nom et votre adresse pendant un an : ils sont scellés, et aucune page ne les montre.
erase-copy = Prenez d’abord une copie de ce qui est à vous
erase-password = Votre mot de passe, pour confirmer
erase-button = Effacer mon compte
erase-wrong = Ce mot de passe ne va pas. Rien n’a été effacé : essayez encore.
erase-last-administrator = Vous êtes la seule personne qui administre l’association. Donnez d’abord ce rôle à quelqu’un d’autre, ou demandez à la personne qui s’occupe du serveur.
erase-told = Votre compte est fermé, et sera effacé le { $day }. Pour le garder, connectez-vous avant ce jour, ou suivez le lien que nous vous envoyons par e-mail.
erase-letter-subject = Votre compte sera effacé le { $day }
erase-letter-first = Vous avez demandé d’effacer votre compte. Il est fermé, et ce qui sera supprimé n’est plus montré à personne.
erase-letter-second = Jusqu’au { $day }, vous pouvez changer d’avis : tout redeviendra comme avant.
erase-letter-button = Garder mon compte
erase-letter-footnote = Ce n’était pas vous ? Gardez le compte, puis changez de mot de passe.
# Changer d’avis.
regret-title = Garder votre compte ?
regret-intro = Ce compte sera effacé le { $day }. Vous pouvez encore le garder : tout redeviendra comme avant.
regret-button = Garder mon compte
regret-told = Votre compte est gardé, et tout est comme avant. Connectez-vous.
# Une copie de ce qui est à vous.
export-title = Une copie de ce qui est à vous
export-intro = Tout ce que vous avez ajouté ici, et ce qui se trouve dans ce qui vous appartient : les fichiers sous des noms lisibles, les données pour d’autres programmes (JSON), et une page pour s’y retrouver.
export-download = Télécharger ma copie
export-download-part = Télécharger ma copie, partie { $number } sur { $parts }
export-count = { $count ->
    [0] Vous n’avez encore rien ajouté : la copie dit ce qui est noté de votre compte.
    [one] Un élément
   *[other] { $count } éléments
}
export-hint = Un téléchargement coupé peut reprendre là où il s’est arrêté. Gardez la copie en lieu sûr : elle n’est pas chiffrée.
export-index-title = Ce qui est à { $name }
export-index-intro = Les fichiers sont rangés par service. Les mêmes données, pour d’autres programmes :
export-left-out = { $count ->
    [one] Un fichier manque : ce où il se trouve ne vous est plus ouvert.
   *[other] { $count } fichiers manquent : ce où ils se trouvent ne vous est plus ouvert.
}
