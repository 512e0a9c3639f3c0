# La page d’un lien.
sharing-link-more = Code QR, affiche, droits et date de fin
sharing-link-more-of = Code QR, affiche, droits et date de fin : { $label }
link-give = Donner ce lien
link-code = Code QR du lien
link-poster = Une affiche à imprimer
link-change = Changer ce que le lien permet
link-change-hint = L’adresse reste la même : les personnes qui l’ont déjà continuent avec ce que vous choisissez ici.
link-ends = Dernier jour du lien (facultatif)
link-ends-hint = Laissez vide pour un lien sans date de fin. Le jour se termine à minuit, temps universel.
link-ends-wrong = Cette date ne va pas. Choisissez aujourd’hui ou un jour à venir, ou laissez le champ vide.
link-save = Enregistrer
link-told-changed = C’est enregistré. L’adresse du lien est toujours la même.
poster-look = Ouvrez ceci pour regarder, sans compte.
poster-add = Ouvrez ceci pour ajouter les vôtres, sans compte.
poster-look-and-add = Ouvrez ceci pour regarder et ajouter, sans compte.
poster-how = Visez ce carré avec l’appareil photo de votre téléphone, ou écrivez cette adresse dans un navigateur :
poster-print = Imprimez cette page avec votre navigateur : il n’y aura que l’affiche sur le papier.
# Ce qui se trouve dans autre chose.
sharing-outer = Cela se trouve dans « { $title } »
sharing-outer-untitled = ce qui l’entoure
sharing-outer-followed = Les personnes qui peuvent voir l’ensemble peuvent aussi voir cela.
sharing-outer-private = Privé : les personnes qui peuvent voir l’ensemble ne voient pas cela. Seuls comptent les partages de cette page.
sharing-outer-look = Voir qui peut voir l’ensemble
sharing-outer-leave = Rendre privé
sharing-outer-follow = Partager de nouveau avec l’ensemble
