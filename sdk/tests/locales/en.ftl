title = Albums of { $name }
photos = { $count ->
    [0] No photo yet
    [one] One photo
   *[other] { $count } photos
}
sure = Are you sure?
