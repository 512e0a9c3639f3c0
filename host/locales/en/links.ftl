# The page of a link.
sharing-link-more = QR code, poster, rights and end date
sharing-link-more-of = QR code, poster, rights and end date: { $label }
link-give = Give this link
link-code = QR code of the link
link-poster = A poster to print
link-change = Change what the link allows
link-change-hint = The address stays the same: people who have it go on with what you choose here.
link-ends = Last day of the link (optional)
link-ends-hint = Leave it empty for a link without end date. The day ends at midnight, universal time.
link-ends-wrong = This date does not work. Choose today or a day to come, or leave the field empty.
link-save = Save
link-told-changed = It is saved. The address of the link is still the same.
poster-look = Open this to look, with no account.
poster-add = Open this to add yours, with no account.
poster-look-and-add = Open this to look and add, with no account.
poster-how = Point the camera of your telephone at this square, or write this address into a browser:
poster-print = Print this page with your browser: only the poster will be on the paper.
# What lies in something else.
sharing-outer = This lies in “{ $title }”
sharing-outer-untitled = what is around it
sharing-outer-followed = People who can see the whole can see this too.
sharing-outer-private = Private: people who can see the whole do not see this. Only the sharing of this page counts.
sharing-outer-look = See who can see the whole
sharing-outer-leave = Make private
sharing-outer-follow = Share with the whole again
