# Ce qu’un graphique dit à qui ne le voit pas.
plot-nothing = Rien jusqu’ici.
plot-description = Le plus haut : { $value }, le { $day }. Le dernier jour : { $last }. Le tableau de la page donne chaque jour.
