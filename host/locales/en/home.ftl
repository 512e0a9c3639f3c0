home-greeting = Welcome to { $association }
home-services = What would you like to do?
home-empty = No service is open here yet. Come back soon!
home-empty-visitor = Nothing is open to everyone here. If you are a member, sign in to find your services.
home-link-hint = Did somebody send you a link? Just open it: no account is needed.
home-sign-in = Sign in
