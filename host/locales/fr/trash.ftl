trash-title = Corbeille
trash-intro = Ce que vous avez supprimé reste ici 30 jours. Plus personne ne le voit ailleurs.
trash-empty = La corbeille est vide. Ce que vous supprimez y reste 30 jours, et vous pouvez le remettre en place.
trash-cut = Seuls les derniers éléments supprimés sont affichés.
trash-untitled = Sans titre
trash-removed = supprimé le { $day }
trash-ends = Effacé pour toujours le { $day }
trash-held = Ce qui le contient est aussi dans la corbeille : remettez-le d’abord en place.
trash-paused = Son service fait une pause : vous pourrez le remettre en place quand il reviendra.
trash-restore = Remettre en place
trash-restore-of = Remettre en place : { $title }
trash-delete = Effacer maintenant…
trash-delete-of = Effacer maintenant : { $title }
trash-delete-title = Effacer « { $title } » pour toujours ?
trash-delete-text = Rien ne pourra le faire revenir, ni ce qu’il contient.
trash-delete-button = Effacer pour toujours
trash-keep = Le garder encore
trash-told-one = C’est dans la corbeille.
trash-told-many = { $count ->
    [one] Un élément est dans la corbeille.
   *[other] { $count } éléments sont dans la corbeille.
}
trash-undo = Annuler la suppression
trash-told-restored = C’est de nouveau en place.
trash-open = L’ouvrir
trash-told-deleted = C’est effacé pour toujours.
trash-told-taken = Quelque chose d’autre a pris sa place entre-temps. Renommez ou supprimez cela d’abord, puis essayez encore.
