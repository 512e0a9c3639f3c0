# La console : ce que les personnes qui administrent une association voient de ce qui tourne pour elle.
console-title = Console
console-link = Voir comment vont les services
console-intro = Comment vont les services de votre association, et ce que vous pouvez y faire.
console-services = Services
console-usage = Utilisation
console-jobs = Tâches
console-storage = Stockage
console-moment = { $day }, { $time } (temps universel)
console-services-empty = Votre association n’a encore aucun service.
console-new-services = Allumer un service qui ne l’a encore jamais été
console-service = Service
console-state = État
console-version = Version
console-failures = Pannes
console-failures-hint = Les pannes sont comptées depuis le démarrage du serveur.
console-open = Ouvert
console-paused = En pause
console-disabled = Fermé
console-resting = Se repose
console-lost = Indisponible
console-waits = Nouvelle version
console-closed-because = La raison donnée : { $reason }
console-until = Rouvre de lui-même :
console-tried-again = Réessayé de lui-même :
console-operators = Fermé par la personne qui s’occupe de ce serveur. Elle seule peut le rouvrir.
console-lost-hint = Le serveur ne retrouve pas le programme de ce service. Rien n’est effacé : prévenez la personne qui s’occupe de ce serveur.
console-fell-back = Une version tombait trop souvent en panne : le serveur est revenu de lui-même à la version d’avant.
console-waiting-version = La version { $version } attend votre accord
console-waiting-wants = Elle pourrait aussi :
console-waiting-hint = Tant que vous n’acceptez pas, la version actuelle continue. Rien n’est effacé, et vous pourrez revenir en arrière.
console-agree = Accepter et passer à cette version
console-reason-of = Sa raison : { $reason }
console-deeds = Ce que vous pouvez faire
console-resume = Rouvrir maintenant
console-enable = Rouvrir ce service
console-pause = Mettre en pause
console-pause-reason = Raison
console-pause-reason-hint = Tout le monde la lit sur les pages du service. Laissez vide pour une phrase toute faite.
console-pause-reason-wrong = Écrivez la raison sur une ligne simple de { $most } caractères au plus.
console-pause-reason-none = L’association a mis ce service en pause.
console-pause-lasts = Pour combien de temps
console-pause-open-end = Jusqu’à ce que quelqu’un le rouvre
console-pause-hour = 1 heure
console-pause-four-hours = 4 heures
console-pause-day = 1 jour
console-pause-three-days = 3 jours
console-pause-week = 1 semaine
console-pause-button = Mettre en pause
console-disable-hint = Fermer un service l’enlève du menu. Rien n’est effacé : tout est là quand vous le rouvrez.
console-disable = Fermer ce service
console-versions = Versions
console-version-now = Version actuelle
console-version-before = Version d’avant
console-roll-back = Revenir à cette version
console-roll-back-hint = Avec les droits qu’elle avait. Refaire ce geste ramène à la version actuelle.
console-may = Ce qu’il peut faire
console-may-nothing = Il ne demande rien.
console-refused = Ce que la personne qui s’occupe de ce serveur lui a retiré
console-health = Santé
console-counts = Depuis le démarrage du serveur : { $calls ->
    [0] aucune demande
    [one] { $calls } demande
   *[other] { $calls } demandes
}, { $failures ->
    [0] aucune panne
    [one] { $failures } panne
   *[other] { $failures } pannes
}.
console-faults-untrusted = Les dernières pannes. Ce que le service y dit est de lui, et peut nommer des personnes : ne le montrez qu’à qui doit le réparer.
console-faults-reference = Les dernières pannes. Plusieurs associations partagent ce serveur : la personne qui s’en occupe lit le détail. Donnez-lui la référence.
console-reference = Référence
console-backtrace = Ce qui s’est passé dans le programme
console-fault-trap = Le programme s’est arrêté
console-fault-deadline = Il a mis trop de temps
console-fault-memory = Il a demandé trop de mémoire
console-fault-too-much = Il a demandé ou répondu trop de choses
console-told-paused = C’est fait : { $service } est en pause.
console-told-opened = C’est fait : { $service } est ouvert.
console-told-disabled = C’est fait : { $service } est fermé. Rien n’est effacé.
console-told-rolled-back = C’est fait : { $service } est revenu à la version d’avant.
console-told-agreed = C’est fait : { $service } est passé à la nouvelle version.
console-told-changed = Ce service a changé entre-temps. Rien n’a été fait : voyez où il en est.
# Le journal d’un service.
console-log = Journal
console-log-title = Journal de { $service }
console-log-intro = Les { $most } dernières lignes au plus, les plus récentes d’abord. Elles ne restent qu’en mémoire, jusqu’au prochain démarrage du serveur. Le serveur ne donne aucun mot de passe ni aucun lien secret aux services ; mais ces lignes sont de leurs mots, et peuvent nommer des personnes.
console-log-empty = Ce service n’a rien écrit depuis le démarrage du serveur.
console-log-operators = Plusieurs associations partagent ce serveur : la personne qui s’en occupe est seule à lire ce que les services y écrivent.
console-log-when = Quand
console-log-level = Genre
console-log-line = Ligne
console-log-error = Erreur
console-log-warning = Alerte
console-log-note = Note
console-log-detail = Détail
# Ce que les services utilisent.
console-usage-intro = Les { $days } derniers jours, en temps universel. Les chiffres du jour ont une minute de retard au plus.
console-usage-empty = Rien n’a encore été compté.
console-usage-of = Utilisation de { $service }
console-days-hint = Un jour va de minuit à minuit en temps universel.
console-by-day = Jour par jour
console-day = Jour
console-requests = Demandes
console-errors = Erreurs
console-cpu = Temps de calcul
console-memory = Mémoire au plus
console-received = Reçu
console-sent = Envoyé
console-milliseconds = { $count } ms
console-seconds = { $count } s
# Ce que personne n’attend.
console-jobs-intro = Ce que les services font quand personne n’attend : préparer, rappeler, ranger.
console-jobs-operators = Pourquoi une tâche a été abandonnée, la personne qui s’occupe de ce serveur peut le lire.
console-jobs-cut = Voici les { $count } plus anciennes. Il y en a d’autres.
console-dead = Abandonnées
console-dead-empty = Aucune tâche n’a été abandonnée.
console-running = En cours
console-running-empty = Rien ne tourne en ce moment.
console-waiting = En attente
console-waiting-empty = Rien n’attend.
console-dropped = Devenues sans objet
console-dropped-hint = Ce dont ces tâches s’occupaient n’est plus là, ou la personne qui les a demandées ne le voit plus. Il n’y a rien à faire : elles s’effacent après 7 jours.
console-job = Tâche
console-job-schedule = Tâche régulière
console-job-event = Nouvelle à transmettre
console-job-since = Demandée :
console-job-due = Prévue :
console-job-behind = Attend celles d’avant
console-job-attempts = { $count ->
    [0] jamais essayée
    [one] essayée une fois
   *[other] essayée { $count } fois
}
console-job-deed-of = { $deed } : { $service }, { $name }
console-job-retry = Réessayer
console-job-drop = Jeter…
console-job-drop-hint = Cette tâche ne sera jamais faite. On ne peut pas la reprendre.
console-job-drop-button = Jeter cette tâche
console-job-told-retried = C’est fait : cette tâche sera réessayée.
console-job-told-dropped = C’est fait : cette tâche est jetée.
console-job-told-gone = Cette tâche n’est plus là où elle était : rien n’a été fait.
# Les mails.
console-mail-tab = E-mails
console-mail = E-mails envoyés
console-mail-intro = Ce que votre association écrit aux personnes : confirmations, invitations, mots de passe oubliés.
console-mail-off = Rien ne part d’ici : ce serveur n’est relié à aucun serveur d’e-mail.
console-mail-off-hint = Chaque message vous attend sur cette page. Vous pouvez le lire et le transmettre vous-même à la personne à qui il est adressé, et à elle seule : son lien ouvre un compte. La personne qui s’occupe de ce serveur peut le relier à un serveur d’e-mail ; alors les messages partent d’eux-mêmes et personne d’autre ne les lit.
console-mail-empty = Aucun message n’a encore été écrit.
console-mail-to = À :
console-mail-since = Écrit :
console-mail-sent-at = Parti :
console-mail-next = Prochain essai :
console-mail-waiting = En attente
console-mail-sending = En train de partir
console-mail-sent = Parti
console-mail-failed = Pas parti
console-mail-refused = Refusé
console-mail-connection = Le serveur d’e-mail ne répond pas.
console-mail-encryption = La liaison avec le serveur d’e-mail n’est pas sûre : rien n’y a été envoyé.
console-mail-sign-in = Le serveur d’e-mail n’accepte pas le nom ou le mot de passe qu’on lui donne.
console-mail-sender = Le serveur d’e-mail ne nous laisse pas écrire.
console-mail-recipient = L’adresse n’existe pas, ou ne reçoit plus rien. Vérifiez-la avec la personne.
console-mail-content = Le serveur d’e-mail n’accepte pas ce message.
console-mail-unwritable = On ne peut pas écrire à cette adresse.
console-mail-stopped = Le serveur s’est arrêté pendant l’envoi : le message est peut-être arrivé deux fois.
console-mail-returned = Le message est revenu : il n’a pas pu être remis. Vérifiez l’adresse avec la personne.
console-mail-read = Lire le message
console-mail-text-noted = Ce message est écrit à quelqu’un d’autre : transmettez-le à cette personne, et à elle seule. Si elle a un compte, elle voit dans son activité que vous l’avez lu.
console-mail-retry = Réessayer maintenant
console-mail-discard = Jeter…
console-mail-discard-hint = Ce message ne partira jamais. On ne peut pas le reprendre.
console-mail-discard-button = Jeter ce message
console-mail-deed-of = { $deed } : { $subject }, { $to }
console-mail-cut = Voici les { $count } plus récents. Il y en a d’autres.
console-mail-kept = Un message est effacé dès qu’il est parti, sinon après 7 jours ; cette liste garde 30 jours.
console-mail-told-retried = C’est fait : ce message part maintenant.
console-mail-told-discarded = C’est fait : ce message est jeté.
console-mail-told-gone = Ce message n’est plus là où il était : rien n’a été fait.
# Ce qui est gardé.
console-storage-intro = Ce que garde votre association, et si tout se lit encore.
console-room-whole = Tout ensemble
console-room-own = Ce qui est à l’association elle-même
console-room-bytes = Place prise
console-room-reserved = Envois en cours
console-room-objects = Objets
console-room-soft-at = Avertir à partir de
console-room-each = Limite par personne
console-room-no-limit = Sans limite
console-room-soft = La place sera bientôt prise. La personne qui s’occupe de ce serveur peut en donner plus.
console-room-full = La place est prise : plus rien ne peut être ajouté. Tout reste lisible. La personne qui s’occupe de ce serveur peut en donner plus.
console-counted = Compté
console-scrub = Relecture
console-scrub-intro = Le serveur relit peu à peu tout ce qui est gardé, tous les 30 jours environ, pour être sûr que rien n’est abîmé.
console-scrub-running = Relecture en cours depuis
console-scrub-last = Dernière relecture complète
console-scrub-never = Pas encore
console-scrub-damaged = { $count ->
    [one] Un morceau ne se lit plus
   *[other] { $count } morceaux ne se lisent plus
} : prévenez la personne qui s’occupe de ce serveur, elle a peut-être une sauvegarde.
console-scrub-objects = Ce qui est touché :
console-scrub-hidden = { $kind }, que vous ne voyez pas
console-scrub-cut = Voici les premiers. Il y en a d’autres.
console-backup = Sauvegarde
console-backup-last = La dernière sauvegarde complète :
console-backup-never = Aucune sauvegarde n’a encore été faite par ce serveur. La personne qui s’en occupe la fait avec la commande « veillee backup ».
