// For browsers that do not know modules, and so never run boot.js: they cannot run the app either, and should say so.
document.getElementById("app").setAttribute("hidden", "");
document.getElementById("broken").setAttribute("role", "main");
document.getElementById("broken").removeAttribute("hidden");
