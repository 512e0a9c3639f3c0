element-upload-one = Choisir un fichier
element-upload-many = Choisir des fichiers
element-upload-photos = Choisir des photos
element-upload-limit = Jusqu’à { $size } par fichier.
element-upload-limit-many = Plusieurs à la fois si vous voulez, jusqu’à { $size } chacun.
element-share = Partager
element-progress-running = Travail en cours
element-progress-done = { $done ->
    [one] { $done } fait
   *[other] { $done } faits
}
element-progress-of = { $done } sur { $total }
element-progress-reload = Actualiser
