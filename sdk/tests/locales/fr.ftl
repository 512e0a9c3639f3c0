title = Albums de { $name }
photos = { $count ->
    [0] Pas encore de photo
    [one] Une photo
   *[other] { $count } photos
}
sure = Vous êtes sûr ?
