title = Bonjour
hello = Bonjour { $name }
you = vous
so-far = Saluts : { $count }
word = Un petit mot
word-hint = Facultatif. Vous seul le lirez.
say-hello = Saluer
