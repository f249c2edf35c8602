"""What all web pages and APIs share: layout, errors, sign-in, forms that work without JavaScript."""
