element-upload-one = Choose a file
element-upload-many = Choose files
element-upload-photos = Choose photos
element-upload-limit = Up to { $size } per file.
element-upload-limit-many = Several at once if you like, up to { $size } each.
element-share = Share
