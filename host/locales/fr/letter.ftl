# Ce qui entoure chaque mail qu’une association envoie.
letter-sent-by = Envoyé par { $association }
letter-button-text = { $words } :
letter-button-else = Le bouton ne s’ouvre pas ? Copiez cette adresse dans votre navigateur :
