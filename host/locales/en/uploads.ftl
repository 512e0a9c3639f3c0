guest-name = Guest
upload-too-many = One form takes at most { $most } files: send the others after it.
upload-empty = “{ $name }” is empty: this file was not added.
upload-wrong-type = “{ $name }” is not of a type that is taken here: this file was not added.
upload-too-large = “{ $name }” is larger than { $most }: this file was not added.
outside-mark = (other site)
