trash-title = Trash
trash-intro = What you removed stays here for 30 days. Nobody sees it anywhere else.
trash-empty = The trash is empty. What you remove stays here for 30 days, and you can put it back.
trash-cut = Only what was removed last is shown.
trash-untitled = Without title
trash-removed = removed on { $day }
trash-ends = Gone for good on { $day }
trash-held = What it lies in is in the trash too: put that back first.
trash-paused = Its service is on a break: you can put it back when the service returns.
trash-restore = Put back
trash-restore-of = Put back: { $title }
trash-delete = Delete now…
trash-delete-of = Delete now: { $title }
trash-delete-title = Delete “{ $title }” for good?
trash-delete-text = Nothing can bring it back, nor what lies in it.
trash-delete-button = Delete for good
trash-keep = Keep it for now
trash-told-one = It is in the trash.
trash-told-many = { $count ->
    [one] One thing is in the trash.
   *[other] { $count } things are in the trash.
}
trash-undo = Undo the removal
trash-told-restored = It is back in place.
trash-open = Open it
trash-told-deleted = It is gone for good.
trash-told-taken = Something else has taken its place meanwhile. Rename or remove that first, then try again.
