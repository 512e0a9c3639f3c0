title = Hello
hello = Hello { $name }
you = you
so-far = Hellos: { $count }
word = A few words
word-hint = Optional. Only you will read them.
say-hello = Say hello
